// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/focusfiles.h"
#include "testdata.h"
#include "teststore.h"

#include <QHash>

/// What a FOCUS file holds, read by a reader that knows nothing of the writer.
namespace tollkeeper::test {

using namespace Qt::StringLiterals;

// The columns as the specification has them; not computed from the code, so that nothing drifts.
inline const QStringList header14{
    u"BilledCost"_s, u"BillingAccountId"_s, u"BillingAccountName"_s, u"BillingCurrency"_s,
    u"BillingPeriodEnd"_s, u"BillingPeriodStart"_s, u"ChargeCategory"_s, u"ChargeClass"_s,
    u"ChargeDescription"_s, u"ChargeFrequency"_s, u"ChargePeriodEnd"_s, u"ChargePeriodStart"_s,
    u"ConsumedQuantity"_s, u"ConsumedUnit"_s, u"ContractedCost"_s, u"EffectiveCost"_s,
    u"HostProviderName"_s, u"InvoiceIssuerName"_s, u"ListCost"_s, u"PricingQuantity"_s,
    u"PricingUnit"_s, u"ServiceCategory"_s, u"ServiceName"_s, u"ServiceProviderName"_s,
    u"ServiceSubcategory"_s, u"SubAccountId"_s, u"SubAccountName"_s, u"Tags"_s, u"x_Project"_s,
    u"x_Model"_s, u"x_CallCount"_s, u"x_InputTokens"_s, u"x_OutputTokens"_s, u"x_CostBasis"_s};
inline const QStringList header12{
    u"BilledCost"_s, u"BillingAccountId"_s, u"BillingAccountName"_s, u"BillingCurrency"_s,
    u"BillingPeriodEnd"_s, u"BillingPeriodStart"_s, u"ChargeCategory"_s, u"ChargeClass"_s,
    u"ChargeDescription"_s, u"ChargeFrequency"_s, u"ChargePeriodEnd"_s, u"ChargePeriodStart"_s,
    u"ConsumedQuantity"_s, u"ConsumedUnit"_s, u"ContractedCost"_s, u"EffectiveCost"_s,
    u"InvoiceIssuerName"_s, u"ListCost"_s, u"PricingQuantity"_s, u"PricingUnit"_s,
    u"ProviderName"_s, u"PublisherName"_s, u"ServiceCategory"_s, u"ServiceName"_s,
    u"ServiceSubcategory"_s, u"SubAccountId"_s, u"SubAccountName"_s, u"Tags"_s, u"x_Project"_s,
    u"x_Model"_s, u"x_CallCount"_s, u"x_InputTokens"_s, u"x_OutputTokens"_s, u"x_CostBasis"_s};

using Row = QHash<QString, QString>;

/// A reader of RFC 4180 that knows nothing of the writer.
inline std::vector<QStringList> cellsOf(const QByteArray &csv)
{
    std::vector<QStringList> lines;
    QStringList line;
    QString cell;
    bool quoted = false;
    const QString text = QString::fromUtf8(csv);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (quoted && c == u'"' && i + 1 < text.size() && text[i + 1] == u'"') {
            cell += c;
            ++i;
        } else if (c == u'"') {
            quoted = !quoted;
        } else if (!quoted && (c == u',' || c == u'\n')) {
            line << cell;
            cell.clear();
            if (c == u'\n')
                lines.push_back(std::exchange(line, {}));
        } else {
            cell += c;
        }
    }
    return lines;
}

inline std::vector<Row> rowsOf(const QByteArray &csv, const QStringList &header)
{
    auto lines = cellsOf(csv);
    if (lines.empty() || lines.front() != header) {
        failBecause(u"The header is "_s + lines.front().join(u','));
        return {};
    }
    std::vector<Row> rows;
    for (size_t i = 1; i < lines.size(); ++i) {
        Row row;
        for (qsizetype column = 0; column < header.size(); ++column)
            row[header[column]] = lines[i].value(column);
        rows.push_back(row);
    }
    return rows;
}

inline FocusOptions options(FocusVersion version = FocusVersion::V1_4)
{
    FocusOptions options;
    options.version = version;
    options.defaultProvider = u"Example Models"_s;
    options.billingAccountId = u"llm-toll:test"_s;
    return options;
}

} // namespace tollkeeper::test
