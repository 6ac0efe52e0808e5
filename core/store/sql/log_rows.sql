SELECT project, model, input_tokens, output_tokens, cost, created_at
FROM {log} WHERE {where}
ORDER BY created_at {order}, id {order}
