/** An application that breaks each rule for those who embed the engine, so that no rule can pass because it looks at nothing. */
package example.violations;
