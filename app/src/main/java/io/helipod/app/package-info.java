/** Front of the module. */
package io.helipod.app;
