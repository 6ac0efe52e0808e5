// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "callline.h"
#include "fuzz.h"

#include "export/json.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUtf8StringView>

// Lines of `record --jsonl`: each gives one answer, which is one line of JSON with the line's id.

using namespace Qt::StringLiterals;
using namespace tollkeeper;

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray text = fuzz::bytesOf(data, size);
    const cli::CallLine line = cli::parseCallLine(text);
    const QString shown = QString::fromUtf8(text);
    json::Object answer;
    if (line.call) {
        const UsageRecord &usage = line.call->usage;
        answer.add("status", u"logged"_s);
        QJsonDocument::fromJson(text);
        fuzz::require(std::isfinite(usage.costUsd), "a cost is a number", shown);
        // The same as any reader of JSON finds.
        const QByteArray bom = "\xEF\xBB\xBF";
        const auto object =
            QJsonDocument::fromJson(text.startsWith(bom) ? text.mid(bom.size()) : text).object();
        fuzz::require(object.value(u"project").toString() == usage.project, "projects agree", shown);
        fuzz::require(object.value(u"model").toString() == usage.model, "models agree", shown);
        fuzz::require(object.value(u"cost").toDouble(-1) == usage.costUsd, "costs agree", shown);
        fuzz::require(object.value(u"input_tokens").toInteger(-1) == usage.inputTokens,
                      "input tokens agree", shown);
        fuzz::require(object.value(u"output_tokens").toInteger(-1) == usage.outputTokens,
                      "output tokens agree", shown);
        fuzz::require(object.contains(u"id") == !line.id.isEmpty(), "an id is kept", shown);
    } else {
        fuzz::require(!line.call.error().message.isEmpty(), "an error says why", shown);
        fuzz::require(line.call.error().kind == StoreError::Kind::Invalid, "and its kind", shown);
        answer.add("status", u"error"_s).add("message", line.call.error().message);
    }
    if (!line.id.isEmpty())
        answer.addRaw("id", line.id);
    const QByteArray json = answer.toJson();
    QJsonParseError error;
    const auto read = QJsonDocument::fromJson(json, &error);
    fuzz::require(error.error == QJsonParseError::NoError && read.isObject()
                      && QUtf8StringView(json.constData(), json.size()).isValidUtf8(),
                  "an answer is JSON", shown + u" > "_s + QString::fromUtf8(json));
    fuzz::require(!json.contains('\n'), "and one line", shown);
    fuzz::require(read.object().size() == 2 + (line.id.isEmpty() ? 0 : 1) - (line.call ? 1 : 0),
                  "with what is ours", shown);
    return 0;
}
