/** Front of the module. */
package io.helipod.adapters.storage;
