/**
 * The few system calls that the JDK has no word for, and the only place of this module that calls native code. What they are used
 * for does not belong here.
 *
 * <p>Names of files are bytes to the kernel and need not be text. Here they are strings of which every character is one byte
 * (ISO 8859-1), called byte text; {@link io.helipod.adapters.storage.linux.ByteText} makes and shows them.
 */
package io.helipod.adapters.storage.linux;
