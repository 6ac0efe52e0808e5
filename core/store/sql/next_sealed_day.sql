SELECT day FROM tollkeeper_usage_daily WHERE {where} ORDER BY day {order} LIMIT 1
