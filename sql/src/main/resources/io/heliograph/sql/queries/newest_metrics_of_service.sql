-- question: What do this service's gauges and counters say now?
-- param service String: the service's name
-- param from DateTime = now-15m: earliest data point
SELECT metric, unit, attributes, newest, value
FROM
(
    SELECT MetricName AS metric, any(MetricUnit) AS unit, Attributes AS attributes, max(TimeUnix) AS newest, argMax(Value, TimeUnix) AS value
    FROM otel_metrics_gauge
    WHERE ServiceName = {service:String} AND TimeUnix >= {from:DateTime}
    GROUP BY metric, attributes
    UNION ALL
    SELECT MetricName, any(MetricUnit), Attributes, max(TimeUnix), argMax(Value, TimeUnix)
    FROM otel_metrics_sum
    WHERE ServiceName = {service:String} AND TimeUnix >= {from:DateTime}
    GROUP BY MetricName, Attributes
)
ORDER BY metric, toString(attributes)
