/**
 * What a node tells the health job through Kafka: results of probes, and that removals are
 * withheld. The registry needs none of it to serve: while Kafka is away, results are dropped and
 * counted, and nobody waits.
 */
package io.heliograph.registry.reports;
