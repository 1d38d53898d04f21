/**
 * Stored output of containers: files in the format of Kubernetes' CRI, {@code TIMESTAMP stdout|stderr F|P TEXT}, that conmon writes
 * (behaviour.md 14). Reading makes no objects per line: a log of 100 MB is a million of them.
 */
package io.helipod.adapters.oci.log;
