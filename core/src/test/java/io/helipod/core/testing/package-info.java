/** Fakes of the driven ports, and the contracts that they and the real adapters pass alike. */
package io.helipod.core.testing;
