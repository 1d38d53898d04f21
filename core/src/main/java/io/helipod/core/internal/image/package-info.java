/** Images: look-up, naming, intake, collecting what nothing needs. */
package io.helipod.core.internal.image;
