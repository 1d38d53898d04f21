/** One small breach for each rule of the house, so that no rule can pass because it looks at nothing. Never shipped. */
package io.helipod.violations;
