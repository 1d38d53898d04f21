/** What happens to objects, and how to hear of it. */
package io.helipod.core.event;
