// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/provider.h"
#include "store/error.h"
#include "store/store.h"
#include "values/spendcube.h"

#include <QHash>
#include <QStringList>

namespace tollkeeper {

// Plain values and pure functions: any thread; writing files is focusfiles.h.

/// Versions of the FinOps Open Cost and Usage Specification that exports follow.
enum class FocusVersion { V1_2, V1_4 };
[[nodiscard]] QString versionName(FocusVersion version); ///< "1.4"

struct FocusOptions
{
    FocusVersion version = FocusVersion::V1_4;
    /// Who bills for models that no rule knows; without it such models stop the export.
    std::optional<QString> defaultProvider;
    QString billingAccountId; ///< see billingAccountOf()
    std::optional<QString> billingAccountName;
    /// Leave cells that a spreadsheet would run as formulas as they are.
    bool rawCells = false;
};

/// Models with calls that \a filter selects whose provider no rule knows.
[[nodiscard]] QStringList modelsWithoutProvider(const SpendCube &cube,
                                                const SpendFilter &filter = {});
/// Names for a sentence: the first few, and how many more there are.
[[nodiscard]] QString listed(QStringList names);

/// "llm-toll:llm_costs": the database or file, without host, folder or user.
[[nodiscard]] QString billingAccountOf(const StoreInfo &store);

/// A column of the format; its values are text, decimals, moments or JSON.
struct FocusColumn
{
    QString name;
    QString type; ///< "String", "Decimal", "DateTime", "JSON"
};
/// Those of the specification by name, then the x_ columns of this program.
[[nodiscard]] std::vector<FocusColumn> focusColumns(FocusVersion version);

/// One row per project x model x UTC day of a cube of days, by day, project and model: the same spend
/// gives the same bytes. Costs are as logged, exact.
class FocusTable final
{
public:
    /// Fails with Invalid where a model's provider is not known, naming those models.
    [[nodiscard]] static Result<FocusTable> of(const SpendCube &cube, const FocusOptions &options);

    [[nodiscard]] size_t rows() const { return m_rows.size(); }
    [[nodiscard]] QByteArray header() const;
    [[nodiscard]] QByteArray line(size_t row) const;

private:
    FocusTable(const SpendCube &cube, const FocusOptions &options)
        : m_cube(&cube), m_options(options), m_columns(focusColumns(options.version))
    {
    }
    [[nodiscard]] QHash<QString, QString> values(const SpendCube::Cell &cell) const;

    const SpendCube *m_cube; ///< outlives the table
    std::vector<const SpendCube::Cell *> m_rows;
    FocusOptions m_options;
    std::vector<FocusColumn> m_columns;
    std::vector<Provider> m_providers; ///< one a model of the cube
};

} // namespace tollkeeper
