/** Filters and times as clients write them, parsed once and typed. No wire format. */
package io.helipod.core.filter;
