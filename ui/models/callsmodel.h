// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/valuemodel.h"
#include "store/store.h"

#include <QFuture>

#include <functional>

namespace tollkeeper::ui {

/// Reads one page of the log without blocking the caller.
using CallLoader = std::function<QFuture<Result<std::vector<Call>>>(const CallQuery &)>;

/// The raw log, newest first. Reads a page at a time: the first when it is told what to show, the
/// next when a view asks for more. An answer to an older question is dropped. GUI thread.
class CallsModel final : public ValueModel<Call>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CallsModel)

public:
    explicit CallsModel(QObject *parent = nullptr);

    enum ColumnId { When, Project, Model, TokensIn, TokensOut, Cost, Note, Id };

    void setLoader(CallLoader loader);
    /// Starts anew with what \a query selects; its limit is the size of a page.
    void setQuery(const CallQuery &query);
    /// Reads the newest page again and adds what is new in it; what is shown stays.
    void refresh();

    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

    [[nodiscard]] bool loading() const { return m_loading; }
    /// The last row of the log is here.
    [[nodiscard]] bool complete() const { return m_complete; }
    [[nodiscard]] const std::optional<StoreError> &error() const { return m_error; }

Q_SIGNALS:
    /// Rows came, or reading began, ended or failed.
    void stateChanged();

protected:
    [[nodiscard]] QString key(const Call &call) const override { return QString::number(call.id); }
    [[nodiscard]] Cell cell(int row, int column) const override;
    [[nodiscard]] QVariant sortValue(int row, int column) const override;

private:
    enum class Part { First, Next, Newest };
    void load(Part part);
    void take(Part part, const Result<std::vector<Call>> &answer);
    void mergeNewest(const std::vector<Call> &page);

    CallLoader m_loader;
    CallQuery m_query;
    bool m_loading = false;
    bool m_complete = false;
    quint64 m_generation = 0;
    std::optional<StoreError> m_error;
};

} // namespace tollkeeper::ui
