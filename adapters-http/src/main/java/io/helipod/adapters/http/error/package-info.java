/** Failures and their status numbers, here and nowhere else. */
package io.helipod.adapters.http.error;
