// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/provider.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

struct Rule
{
    QLatin1StringView start; ///< of the model's name
    QLatin1StringView provider;
    QLatin1StringView service;
    bool local = false;
};

constexpr Rule hosts[] = {
    {"azure/"_L1, "Microsoft"_L1, "Azure OpenAI Service"_L1},
    {"azure_ai/"_L1, "Microsoft"_L1, "Azure AI"_L1},
    {"bedrock/"_L1, "AWS"_L1, "Amazon Bedrock"_L1},
    {"sagemaker/"_L1, "AWS"_L1, "Amazon SageMaker"_L1},
    {"vertex_ai/"_L1, "Google Cloud"_L1, "Vertex AI"_L1},
    {"gemini/"_L1, "Google"_L1, "Gemini API"_L1},
    {"openrouter/"_L1, "OpenRouter"_L1, "OpenRouter API"_L1},
    {"openai/"_L1, "OpenAI"_L1, "OpenAI API"_L1},
    {"anthropic/"_L1, "Anthropic"_L1, "Anthropic API"_L1},
    {"mistral/"_L1, "Mistral AI"_L1, "Mistral API"_L1},
    {"cohere/"_L1, "Cohere"_L1, "Cohere API"_L1},
    {"deepseek/"_L1, "DeepSeek"_L1, "DeepSeek API"_L1},
    {"groq/"_L1, "Groq"_L1, "Groq API"_L1},
    {"together_ai/"_L1, "Together AI"_L1, "Together API"_L1},
    {"fireworks_ai/"_L1, "Fireworks AI"_L1, "Fireworks API"_L1},
    {"perplexity/"_L1, "Perplexity"_L1, "Perplexity API"_L1},
    {"xai/"_L1, "xAI"_L1, "xAI API"_L1},
    {"ollama/"_L1, "Ollama"_L1, "Ollama"_L1, true},
    {"ollama_chat/"_L1, "Ollama"_L1, "Ollama"_L1, true},
    {"llama.cpp/"_L1, "llama.cpp"_L1, "llama.cpp"_L1, true},
    {"llamacpp/"_L1, "llama.cpp"_L1, "llama.cpp"_L1, true},
    {"llama_cpp/"_L1, "llama.cpp"_L1, "llama.cpp"_L1, true},
    {"llamafile/"_L1, "llamafile"_L1, "llamafile"_L1, true},
    {"local/"_L1, "Local"_L1, "Local models"_L1, true},
    {"localai/"_L1, "LocalAI"_L1, "LocalAI"_L1, true},
    {"vllm/"_L1, "vLLM"_L1, "vLLM"_L1, true},
    {"hosted_vllm/"_L1, "vLLM"_L1, "vLLM"_L1, true},
    {"lmstudio/"_L1, "LM Studio"_L1, "LM Studio"_L1, true},
    {"lm_studio/"_L1, "LM Studio"_L1, "LM Studio"_L1, true},
    {"xinference/"_L1, "Xinference"_L1, "Xinference"_L1, true},
    {"mlx/"_L1, "MLX"_L1, "MLX"_L1, true},
    {"gpt4all/"_L1, "GPT4All"_L1, "GPT4All"_L1, true},
};

constexpr Rule families[] = {
    {"gpt-"_L1, "OpenAI"_L1, "OpenAI API"_L1},
    {"chatgpt-"_L1, "OpenAI"_L1, "OpenAI API"_L1},
    {"text-embedding-"_L1, "OpenAI"_L1, "OpenAI API"_L1},
    {"claude-"_L1, "Anthropic"_L1, "Anthropic API"_L1},
    {"gemini-"_L1, "Google"_L1, "Gemini API"_L1},
    {"mistral-"_L1, "Mistral AI"_L1, "Mistral API"_L1},
    {"mixtral-"_L1, "Mistral AI"_L1, "Mistral API"_L1},
    {"codestral-"_L1, "Mistral AI"_L1, "Mistral API"_L1},
    {"command-"_L1, "Cohere"_L1, "Cohere API"_L1},
    {"deepseek-"_L1, "DeepSeek"_L1, "DeepSeek API"_L1},
    {"grok-"_L1, "xAI"_L1, "xAI API"_L1},
    {"sonar-"_L1, "Perplexity"_L1, "Perplexity API"_L1},
};

Provider providerOf(const Rule &rule)
{
    return {rule.provider, rule.service, rule.local};
}

} // namespace

std::optional<Provider> providerOf(const QString &model)
{
    for (const Rule &rule : hosts) {
        if (model.startsWith(rule.start, Qt::CaseInsensitive))
            return providerOf(rule);
    }
    if (model.contains(u'/'))
        return {}; // some host that no rule knows: whose model it runs does not tell who bills
    for (const Rule &rule : families) {
        if (model.startsWith(rule.start, Qt::CaseInsensitive))
            return providerOf(rule);
    }
    // OpenAI's o1, o3-mini, o4-mini-2025-04-16.
    static const QRegularExpression reasoning(u"^o[1-9](-|$)"_s);
    if (reasoning.match(model).hasMatch())
        return Provider{u"OpenAI"_s, u"OpenAI API"_s};
    return {};
}

} // namespace tollkeeper
