/** Puts the modules together by hand: plain constructors, no container, no reflection. Nothing here decides. */
package io.helipod.app.wiring;
