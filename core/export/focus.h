// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/provider.h"
#include "export/tokenprices.h"
#include "store/error.h"
#include "store/store.h"
#include "values/spendcube.h"

#include <QHash>
#include <QStringList>

#include <map>
#include <tuple>

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
    /// What a row is of: a UTC day or a UTC hour.
    BucketUnit unit = BucketUnit::Day;
    /// The file of a price list, see readPriceList(): each row becomes two, of its input and of its
    /// output tokens, with list prices. Empty: one row of all tokens.
    QString priceList;
    /// Tell the first and the last call of each row; all of them are read for it, one by one.
    bool logIds = false;
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
[[nodiscard]] std::vector<FocusColumn> focusColumns(const FocusOptions &options);

/// The numbers in the log of the first and the last call of a cell, and how many there are.
struct FocusCalls
{
    qint64 first = 0;
    qint64 last = 0;
    qint64 calls = 0;
};
/// By bucket, project and model: the cell's own numbers for them.
using FocusCallsOfCells = std::map<std::tuple<qint32, qint32, qint32>, FocusCalls>;

/// One row per project x model x UTC day (or hour) of a cube of them, by day, project and model: the
/// same spend gives the same bytes. Costs are as logged, exact. Split by a price list, the cost of a
/// row is shared between input and output tokens in proportion to their list cost; the two add up to
/// it, and the calls are counted on the first.
class FocusTable final
{
public:
    /// Fails with Invalid where a model's provider or, if it is to be split, its price is not known,
    /// naming those models. Reads the price list.
    [[nodiscard]] static Result<FocusTable> of(const SpendCube &cube, const FocusOptions &options,
                                               FocusCallsOfCells calls = {});

    [[nodiscard]] size_t rows() const { return m_rows.size(); }
    [[nodiscard]] QByteArray header() const;
    [[nodiscard]] QByteArray line(size_t row) const;

private:
    FocusTable(const SpendCube &cube, const FocusOptions &options)
        : m_cube(&cube), m_options(options), m_columns(focusColumns(options))
    {
    }
    enum class Tokens { All, Input, Output };
    struct Row
    {
        const SpendCube::Cell *cell;
        Tokens tokens;
    };
    using Values = QHash<QString, QString>;
    [[nodiscard]] Result<void> readPrices();
    [[nodiscard]] Values values(const Row &row) const;
    void addPrice(Values &values, const Row &row) const;

    const SpendCube *m_cube; ///< outlives the table
    std::vector<Row> m_rows;
    FocusOptions m_options;
    std::vector<FocusColumn> m_columns;
    std::vector<Provider> m_providers; ///< one a model of the cube
    FocusCallsOfCells m_calls;         ///< if their numbers are asked for
    std::vector<TokenPrice> m_prices;  ///< the same, if rows are split
};

} // namespace tollkeeper
