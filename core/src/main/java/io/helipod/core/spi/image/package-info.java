/** Driven ports for image documents and archives, which are somebody else's formats. */
package io.helipod.core.spi.image;
