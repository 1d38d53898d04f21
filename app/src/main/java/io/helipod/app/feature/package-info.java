/**
 * The engine in an application that is put together by configuration: what Helidon finds by itself when a server is built. Whoever
 * writes code uses {@link io.helipod.app.HelipodEngine} instead.
 */
package io.helipod.app.feature;
