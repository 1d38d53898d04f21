/** Images: names, documents, records and the ports to manage, load and pull them. */
package io.helipod.core.image;
