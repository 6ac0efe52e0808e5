SELECT id, project, model, input_tokens, output_tokens, cost, {iso created_at}, {good}
FROM usage_logs WHERE {where}
ORDER BY created_at {order}, id {order}
