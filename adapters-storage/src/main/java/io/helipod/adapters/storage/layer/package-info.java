/**
 * Unpacked layers and the overlay mounts made of them. Archives come from outside and are hostile until proven otherwise: they are
 * read by {@link io.helipod.adapters.storage.layer.TarReader}, written below an open folder by
 * {@link io.helipod.adapters.storage.layer.LayerTree}, and only ever by what
 * {@link io.helipod.adapters.storage.layer.LayerUnpacker} decides. Names within layers are byte text (see the linux package).
 *
 * <p>The tar format is read here and not by commons-compress, because values of extended attributes and names are bytes: that
 * library hands them over decoded as UTF-8, which destroys file capabilities.
 */
package io.helipod.adapters.storage.layer;
