/** Ordinary Helidon applications that embed the engine, as an outsider would write them: what the tests run and the README shows. */
package example.embedding;
