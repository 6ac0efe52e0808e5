// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "focusarguments.h"

#include "store/location.h"

#include <CLI/CLI.hpp>

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

const QString group = u"FOCUS"_s;

// "2MB", "500kB", "1000000"
Result<qint64> byteCount(const QString &option, const QString &text)
{
    static const QRegularExpression form(u"^(\\d{1,12})\\s*(|k|kB|M|MB|G|GB)$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(text);
    qint64 bytes = match.captured(1).toLongLong();
    const QString unit = match.captured(2).left(1).toLower();
    bytes *= unit == u"k" ? 1'000 : unit == u"m" ? 1'000'000 : unit == u"g" ? 1'000'000'000 : 1;
    if (!match.hasMatch() || bytes < 1) {
        return fail(StoreError::Kind::Invalid,
                    u"%1 takes a size such as 2MB, not \"%2\"."_s.arg(option, maskSecrets(text)));
    }
    return bytes;
}

} // namespace

void FocusArguments::declare(CLI::App &command)
{
    const std::string name = group.toStdString();
    addText(command, "--focus-version", version, "V", "1.4 (default) or 1.2")->group(name);
    addText(command, "--default-provider", defaultProvider, "NAME",
            "Who bills for models whose name does not tell")
        ->group(name);
    addText(command, "--billing-account", billingAccount, "ID",
            "BillingAccountId; default: llm-toll:STORE")
        ->group(name);
    addText(command, "--billing-account-name", billingAccountName, "NAME", "BillingAccountName")
        ->group(name);
    addText(command, "--focus-by", by, "UNIT", "One row a day (default) or hour, UTC")->group(name);
    command
        .add_flag("--focus-split-tokens", splitTokens,
                  "Rows of input and of output tokens, by a price list")
        ->group(name);
    addText(command, "--price-list", priceList, "FILE",
            "Lines MODEL,INPUT,OUTPUT in USD for a million tokens, or LiteLLM's JSON")
        ->group(name);
    command
        .add_flag("--log-ids", logIds, "Columns x_FirstLogId and x_LastLogId; reads every call")
        ->group(name);
    addText(command, "--split-rows", splitRows, "N", "Begin a further file after N rows")->group(name);
    addText(command, "--split-bytes", splitBytes, "SIZE", "... or before a file is larger than 2MB")
        ->group(name);
}

QStringList FocusArguments::given() const
{
    QStringList options;
    for (const auto &[option, value] :
         {std::pair{u"--focus-version"_s, version}, {u"--default-provider"_s, defaultProvider},
          {u"--billing-account"_s, billingAccount},
          {u"--billing-account-name"_s, billingAccountName}, {u"--focus-by"_s, by},
          {u"--price-list"_s, priceList}, {u"--split-rows"_s, splitRows},
          {u"--split-bytes"_s, splitBytes}}) {
        if (value)
            options << option;
    }
    if (splitTokens)
        options << u"--focus-split-tokens"_s;
    if (logIds)
        options << u"--log-ids"_s;
    return options;
}

Result<FocusFileOptions> FocusArguments::read() const
{
    FocusFileOptions options;
    if (version && *version == u"1.2")
        options.table.version = FocusVersion::V1_2;
    else if (version && *version != u"1.4")
        return fail(StoreError::Kind::Invalid,
                    u"--focus-version is 1.4 or 1.2, not \"%1\"."_s.arg(maskSecrets(*version)));
    if (by && *by == u"hour"_s)
        options.table.unit = BucketUnit::Hour;
    else if (by && *by != u"day"_s)
        return fail(StoreError::Kind::Invalid,
                    u"--focus-by is day or hour, not \"%1\"."_s.arg(maskSecrets(*by)));
    if (splitTokens != priceList.has_value()) {
        return fail(StoreError::Kind::Invalid,
                    u"--focus-split-tokens and --price-list FILE go together: the log has one cost a "
                    "call, and only prices tell what of it is for input and what for output."_s);
    }
    for (const auto &[option, value] : {std::pair{u"--price-list"_s, priceList},
                                        {u"--default-provider"_s, defaultProvider},
                                        {u"--billing-account"_s, billingAccount}}) {
        if (value && value->trimmed().isEmpty())
            return fail(StoreError::Kind::Invalid, u"%1 takes a name."_s.arg(option));
    }
    options.table.defaultProvider = defaultProvider;
    options.table.billingAccountId = billingAccount.value_or(QString());
    options.table.billingAccountName = billingAccountName;
    options.table.priceList = priceList.value_or(QString());
    options.table.logIds = logIds;
    if (splitRows) {
        const auto rows = wholeNumber(u"--split-rows"_s, *splitRows);
        if (!rows)
            return tl::unexpected(rows.error());
        if (*rows < 1)
            return fail(StoreError::Kind::Invalid, u"--split-rows takes a number from 1 on."_s);
        options.rowsPerFile = *rows;
    }
    if (splitBytes) {
        const auto bytes = byteCount(u"--split-bytes"_s, *splitBytes);
        if (!bytes)
            return tl::unexpected(bytes.error());
        options.bytesPerFile = *bytes;
    }
    return options;
}

} // namespace tollkeeper::cli
