INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, created_at)
VALUES (:project, :model, :input_tokens, :output_tokens, :cost, {moment :now})
