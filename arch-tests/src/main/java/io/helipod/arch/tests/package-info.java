/** What an embedding application may use of the engine, as rules it can check itself by. Nothing here loads the engine. */
package io.helipod.arch.tests;
