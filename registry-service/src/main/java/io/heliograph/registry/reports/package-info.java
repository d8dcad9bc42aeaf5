/**
 * What a node tells the health job through Kafka: results of probes, that removals are withheld,
 * and whose leases are renewed. The registry needs none of it to serve: while Kafka is away,
 * results and beats are dropped and counted, and nobody waits.
 */
package io.heliograph.registry.reports;
