<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>tollkeeper::Text</name>
    <message>
        <source>%1 before</source>
        <translation>zuvor %1</translation>
    </message>
    <message>
        <source>to date, no forecast yet</source>
        <translation>bisher, noch keine Prognose</translation>
    </message>
    <message>
        <source>to date, forecast %1 by %2</source>
        <translation>bisher, Prognose %1 bis %2</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>%1 Eingabe, %2 Ausgabe</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Dieser Monat</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>1 project</source>
        <translation>1 Projekt</translation>
    </message>
    <message>
        <source>1 model</source>
        <translation>1 Modell</translation>
    </message>
    <message>
        <source>%1 projects</source>
        <translation>%1 Projekte</translation>
    </message>
    <message>
        <source>%1 models</source>
        <translation>%1 Modelle</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Token ein</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Token aus</translation>
    </message>
    <message>
        <source>Per call</source>
        <translation>Pro Aufruf</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>Stand %1</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Ausgegeben</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Genutzt</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Übrig</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>Prognose</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>unlesbar</translation>
    </message>
    <message>
        <source>Hourly spend by project</source>
        <translation>Stundenausgaben nach Projekt</translation>
    </message>
    <message>
        <source>Hourly spend by model</source>
        <translation>Stundenausgaben nach Modell</translation>
    </message>
    <message>
        <source>Daily spend by project</source>
        <translation>Tagesausgaben nach Projekt</translation>
    </message>
    <message>
        <source>Daily spend by model</source>
        <translation>Tagesausgaben nach Modell</translation>
    </message>
    <message>
        <source>Weekly spend by project</source>
        <translation>Wochenausgaben nach Projekt</translation>
    </message>
    <message>
        <source>Weekly spend by model</source>
        <translation>Wochenausgaben nach Modell</translation>
    </message>
    <message>
        <source>Monthly spend by project</source>
        <translation>Monatsausgaben nach Projekt</translation>
    </message>
    <message>
        <source>Monthly spend by model</source>
        <translation>Monatsausgaben nach Modell</translation>
    </message>
    <message>
        <source>LLM API spend</source>
        <translation>Ausgaben für LLM-APIs</translation>
    </message>
    <message>
        <source>UTC days, as logged; pale: not over yet</source>
        <translation>UTC-Tage, laut Protokoll; blass: noch nicht zu Ende</translation>
    </message>
    <message>
        <source>UTC days, as logged</source>
        <translation>UTC-Tage, laut Protokoll</translation>
    </message>
    <message>
        <source>Exact total: %1 in %2</source>
        <translation>Genaue Summe: %1, %2</translation>
    </message>
    <message>
        <source>1 call</source>
        <translation>1 Aufruf</translation>
    </message>
    <message>
        <source>%1 calls</source>
        <translation>%1 Aufrufe</translation>
    </message>
    <message>
        <source>1 row is left out of every sum of this store, because cost, tokens or date cannot be right.</source>
        <translation>1 Zeile fehlt in allen Summen dieser Datenbank, weil Kosten, Token oder Datum nicht stimmen können.</translation>
    </message>
    <message>
        <source>%1 rows are left out of every sum of this store, because cost, tokens or date cannot be right.</source>
        <translation>%1 Zeilen fehlen in allen Summen dieser Datenbank, weil Kosten, Token oder Datum nicht stimmen können.</translation>
    </message>
    <message>
        <source>The export could not be written: %1. It is not complete.</source>
        <translation>Der Export konnte nicht geschrieben werden: %1. Er ist unvollständig.</translation>
    </message>
    <message>
        <source>Cannot write %1: %2. Nothing was left there.</source>
        <translation>%1 lässt sich nicht schreiben: %2. Dort wurde nichts hinterlassen.</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>%1 lässt sich nicht lesen: %2.</translation>
    </message>
    <message>
        <source>%1 was written, but not its manifest: %2. Without it the file cannot be verified later.</source>
        <translation>%1 wurde geschrieben, das Manifest dazu aber nicht: %2. Ohne Manifest lässt sich die Datei später nicht prüfen.</translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation>kein Arbeitsspeicher mehr</translation>
    </message>
    <message>
        <source>Input tokens</source>
        <translation>Eingabe-Token</translation>
    </message>
    <message>
        <source>Output tokens</source>
        <translation>Ausgabe-Token</translation>
    </message>
    <message>
        <source>Cost (USD)</source>
        <translation>Kosten (USD)</translation>
    </message>
    <message>
        <source>Created (UTC)</source>
        <translation>Zeitpunkt (UTC)</translation>
    </message>
    <message>
        <source>Left out of sums because</source>
        <translation>Fehlt in Summen, weil</translation>
    </message>
    <message>
        <source>Last used (UTC)</source>
        <translation>Zuletzt genutzt (UTC)</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>LLM API spend, as logged</source>
        <translation>Ausgaben für LLM-APIs, laut Protokoll</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>all days with calls: %1</source>
        <translation>alle Tage mit Aufrufen: %1</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Spend (USD)</source>
        <translation>Ausgaben (USD)</translation>
    </message>
    <message>
        <source>Spend, every digit</source>
        <translation>Ausgaben, alle Stellen</translation>
    </message>
    <message>
        <source>Rows left out of sums</source>
        <translation>Zeilen, die in Summen fehlen</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Days are UTC days. Costs are as logged, not as invoiced.</source>
        <translation>Tage sind UTC-Tage. Kosten laut Protokoll, nicht laut Rechnung.</translation>
    </message>
    <message>
        <source>Day (UTC)</source>
        <translation>Tag (UTC)</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Übrige</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>Daily spend by project (USD, as logged, UTC days)</source>
        <translation>Tagesausgaben nach Projekt (USD, laut Protokoll, UTC-Tage)</translation>
    </message>
    <message>
        <source>Calls %1</source>
        <translation>Aufrufe %1</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>(ohne Namen)</translation>
    </message>
    <message>
        <source>new</source>
        <comment>a project that had no calls before</comment>
        <translation>neu</translation>
    </message>
    <message>
        <source>no calls any more</source>
        <translation>keine Aufrufe mehr</translation>
    </message>
    <message>
        <source>more calls</source>
        <translation>mehr Aufrufe</translation>
    </message>
    <message>
        <source>fewer calls</source>
        <translation>weniger Aufrufe</translation>
    </message>
    <message>
        <source>dearer models</source>
        <translation>teurere Modelle</translation>
    </message>
    <message>
        <source>cheaper models</source>
        <translation>günstigere Modelle</translation>
    </message>
    <message>
        <source>more input tokens per call</source>
        <translation>mehr Eingabe-Token pro Aufruf</translation>
    </message>
    <message>
        <source>fewer input tokens per call</source>
        <translation>weniger Eingabe-Token pro Aufruf</translation>
    </message>
    <message>
        <source>more output tokens per call</source>
        <translation>mehr Ausgabe-Token pro Aufruf</translation>
    </message>
    <message>
        <source>fewer output tokens per call</source>
        <translation>weniger Ausgabe-Token pro Aufruf</translation>
    </message>
    <message>
        <source>a higher price per token</source>
        <translation>ein höherer Preis pro Token</translation>
    </message>
    <message>
        <source>a lower price per token</source>
        <translation>ein niedrigerer Preis pro Token</translation>
    </message>
    <message>
        <source>total</source>
        <comment>all together</comment>
        <translation>gesamt</translation>
    </message>
    <message>
        <source>%1 without spend</source>
        <translation>%1 ohne Ausgaben</translation>
    </message>
    <message>
        <source>%1, usually nothing</source>
        <translation>%1, sonst nichts</translation>
    </message>
    <message>
        <source>%1 almost without spend</source>
        <translation>%1 fast ohne Ausgaben</translation>
    </message>
    <message>
        <source>%1 %2 usual</source>
        <translation>%1 %2 des Üblichen</translation>
    </message>
    <message>
        <source>Mix of models</source>
        <translation>Mischung der Modelle</translation>
    </message>
    <message>
        <source>Input tokens per call</source>
        <translation>Eingabe-Token pro Aufruf</translation>
    </message>
    <message>
        <source>Output tokens per call</source>
        <translation>Ausgabe-Token pro Aufruf</translation>
    </message>
    <message>
        <source>Price per token</source>
        <translation>Preis pro Token</translation>
    </message>
    <message>
        <source>There are no calls in either range.</source>
        <translation>In keinem der beiden Zeiträume gibt es Aufrufe.</translation>
    </message>
    <message>
        <source>Spend is the same in both ranges: %1.</source>
        <translation>Die Ausgaben sind in beiden Zeiträumen gleich: %1.</translation>
    </message>
    <message>
        <source>%1 from nothing</source>
        <translation>%1 (zuvor nichts)</translation>
    </message>
    <message>
        <source>Spend rose by %1.</source>
        <translation>Die Ausgaben stiegen um %1.</translation>
    </message>
    <message>
        <source>Spend fell by %1.</source>
        <translation>Die Ausgaben sanken um %1.</translation>
    </message>
    <message>
        <source>Spend rose by %1, mostly %2.</source>
        <translation>Die Ausgaben stiegen um %1, vor allem %2.</translation>
    </message>
    <message>
        <source>Spend fell by %1, mostly %2.</source>
        <translation>Die Ausgaben sanken um %1, vor allem %2.</translation>
    </message>
    <message>
        <source>Spend rose by %1, most of all %2.</source>
        <translation>Die Ausgaben stiegen um %1, am stärksten %2.</translation>
    </message>
    <message>
        <source>Spend fell by %1, most of all %2.</source>
        <translation>Die Ausgaben sanken um %1, am stärksten %2.</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>1 model has calls but no cost: %1. A missing price hides spend.</source>
        <translation>1 Modell hat Aufrufe, aber keine Kosten: %1. Ein fehlender Preis verbirgt Ausgaben.</translation>
    </message>
    <message>
        <source>%1 models have calls but no cost: %2. A missing price hides spend.</source>
        <translation>%1 Modelle haben Aufrufe, aber keine Kosten: %2. Ein fehlender Preis verbirgt Ausgaben.</translation>
    </message>
    <message>
        <source>in %1 of %2 daily periods</source>
        <translation>in %1 von %2 Tagesperioden</translation>
    </message>
    <message>
        <source>in %1 of %2 weekly periods</source>
        <translation>in %1 von %2 Wochenperioden</translation>
    </message>
    <message>
        <source>in %1 of %2 monthly periods</source>
        <translation>in %1 von %2 Monatsperioden</translation>
    </message>
    <message>
        <source>daily period ended</source>
        <translation>Tagesperiode beendet</translation>
    </message>
    <message>
        <source>weekly period ended</source>
        <translation>Wochenperiode beendet</translation>
    </message>
    <message>
        <source>monthly period ended</source>
        <translation>Monatsperiode beendet</translation>
    </message>
    <message>
        <source>warn at %1 %</source>
        <translation>Warnung bei %1 %</translation>
    </message>
    <message>
        <source>daily</source>
        <translation>täglich</translation>
    </message>
    <message>
        <source>weekly</source>
        <translation>wöchentlich</translation>
    </message>
    <message>
        <source>monthly</source>
        <translation>monatlich</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>Rundungsdrift</translation>
    </message>
    <message>
        <source>Missing counter</source>
        <translation>Zähler fehlt</translation>
    </message>
    <message>
        <source>Edited counter</source>
        <translation>Zähler verändert</translation>
    </message>
    <message>
        <source>Unreadable counter</source>
        <translation>Zähler unlesbar</translation>
    </message>
    <message>
        <source>Counter without log</source>
        <translation>Zähler ohne Protokoll</translation>
    </message>
    <message>
        <source>Agrees</source>
        <translation>Stimmt</translation>
    </message>
    <message>
        <source>The counter is what the calls in the log add up to.</source>
        <translation>Der Zähler entspricht der Summe der Aufrufe im Protokoll.</translation>
    </message>
    <message>
        <source>Float noise of sums that were not rounded when they were added.</source>
        <translation>Gleitkomma-Rauschen aus Summen, die beim Addieren nicht gerundet wurden.</translation>
    </message>
    <message>
        <source>There are calls in the log, but no counter: they were not charged, or the counter was deleted.</source>
        <translation>Im Protokoll stehen Aufrufe, aber es gibt keinen Zähler: Sie wurden nicht angerechnet, oder der Zähler wurde gelöscht.</translation>
    </message>
    <message>
        <source>The counter was changed by hand, or calls were added, changed or deleted without it.</source>
        <translation>Der Zähler wurde von Hand geändert, oder Aufrufe wurden ohne ihn hinzugefügt, geändert oder gelöscht.</translation>
    </message>
    <message>
        <source>The counter holds no amount (another program broke it), so llm-toll no longer holds the project to its budget.</source>
        <translation>Der Zähler enthält keinen Betrag (ein anderes Programm hat ihn beschädigt); llm-toll hält das Projekt daher nicht mehr an sein Budget.</translation>
    </message>
    <message>
        <source>The counter holds an amount, but there are no calls that it could come from.</source>
        <translation>Der Zähler enthält einen Betrag, aber es gibt keine Aufrufe, aus denen er stammen könnte.</translation>
    </message>
    <message>
        <source> One call holds no valid amount or date, and is left out.</source>
        <translation> Ein Aufruf hat keinen gültigen Betrag oder kein gültiges Datum und zählt nicht mit.</translation>
    </message>
    <message>
        <source> %1 calls hold no valid amount or date, and are left out.</source>
        <translation> %1 Aufrufe haben keinen gültigen Betrag oder kein gültiges Datum und zählen nicht mit.</translation>
    </message>
    <message>
        <source> The last reset was llm-toll&apos;s own, so calls count by their time: clocks that differ can be the reason, too.</source>
        <translation> Zuletzt hat llm-toll selbst zurückgesetzt, daher zählen Aufrufe nach ihrer Uhrzeit: Auch abweichende Uhren können der Grund sein.</translation>
    </message>
    <message>
        <source>since the first call</source>
        <translation>seit dem ersten Aufruf</translation>
    </message>
    <message>
        <source>since the period began on %1</source>
        <translation>seit Beginn der Periode am %1</translation>
    </message>
    <message>
        <source>since the reset of %1</source>
        <translation>seit der Zurücksetzung vom %1</translation>
    </message>
    <message>
        <source>%1, and others since %2 that nobody closed</source>
        <translation>%1, dazu weitere seit %2, die niemand abgeschlossen hat</translation>
    </message>
    <message>
        <source>The counter of %1 cannot be read: its limit cannot be held.</source>
        <translation>Der Zähler von %1 ist unlesbar: Das Limit lässt sich nicht durchsetzen.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 has reached its limit: %2. Further calls are refused.</source>
        <translation>%1 hat das Limit erreicht: %2. Weitere Aufrufe werden abgelehnt.</translation>
    </message>
    <message>
        <source>%1 has passed %2 % of its limit: %3.</source>
        <translation>%1 hat %2 % des Limits überschritten: %3.</translation>
    </message>
    <message>
        <source>No calls yet that this could be tried on.</source>
        <translation>Noch keine Aufrufe, an denen sich das erproben ließe.</translation>
    </message>
    <message>
        <source>Tried on %1: would never have warned.</source>
        <translation>Erprobt an %1: hätte nie gewarnt.</translation>
    </message>
    <message>
        <source>would have been reached</source>
        <translation>wäre erreicht worden</translation>
    </message>
    <message>
        <source>would have warned</source>
        <translation>hätte gewarnt</translation>
    </message>
    <message>
        <source>would have warned %1</source>
        <translation>hätte %1 gewarnt</translation>
    </message>
    <message>
        <source>would have been reached %1</source>
        <translation>wäre %1 erreicht worden</translation>
    </message>
    <message>
        <source>reached in %1</source>
        <translation>in %1 erreicht</translation>
    </message>
    <message>
        <source>%1 refused</source>
        <translation>%1 abgelehnt</translation>
    </message>
    <message>
        <source>Tried on %1: %2.</source>
        <translation>Erprobt an %1: %2.</translation>
    </message>
    <message>
        <source>would have warned (%1 %)</source>
        <translation>hätte gewarnt (%1 %)</translation>
    </message>
    <message>
        <source>%1: %2, %3 spent</source>
        <translation>%1: %2, %3 ausgegeben</translation>
    </message>
    <message>
        <source>ddd d MMM</source>
        <comment>format of a date</comment>
        <translation>ddd, d. MMM</translation>
    </message>
    <message>
        <source>ddd d MMM yyyy</source>
        <comment>format of a date</comment>
        <translation>ddd, d. MMM yyyy</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>vor %1 s</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>vor %1 min</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>vor %1 h</translation>
    </message>
    <message>
        <source>1 day ago</source>
        <translation>vor 1 Tag</translation>
    </message>
    <message>
        <source>%1 days ago</source>
        <translation>vor %1 Tagen</translation>
    </message>
    <message>
        <source>%1 of %2 calls</source>
        <translation>%1 von %2 Aufrufen</translation>
    </message>
    <message>
        <source>, %1 a second</source>
        <translation>, %1 pro Sekunde</translation>
    </message>
    <message>
        <source>, %1 s left</source>
        <translation>, noch %1 s</translation>
    </message>
    <message>
        <source>, %1 min left</source>
        <translation>, noch %1 min</translation>
    </message>
    <message>
        <source>yyyy-MM-dd</source>
        <comment>format of a date</comment>
        <translation>dd.MM.yyyy</translation>
    </message>
    <message>
        <source>d MMM</source>
        <comment>format of a date</comment>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>format of a date</comment>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <comment>format of a month</comment>
        <translation>MMM yyyy</translation>
    </message>
    <message>
        <source>Week of %1</source>
        <translation>Woche ab %1</translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <comment>format of a month</comment>
        <translation>MMMM yyyy</translation>
    </message>
    <message>
        <source>limit reached, resets %1</source>
        <translation>Limit erreicht, neu ab %1</translation>
    </message>
    <message>
        <source>limit reached</source>
        <translation>Limit erreicht</translation>
    </message>
    <message>
        <source>no spend in the last 7 full days</source>
        <translation>keine Ausgaben in den letzten 7 vollen Tagen</translation>
    </message>
    <message>
        <source>lasts past the reset on %1</source>
        <translation>reicht über den %1 hinaus</translation>
    </message>
    <message>
        <source>lasts over a century</source>
        <translation>reicht über 100 Jahre</translation>
    </message>
    <message>
        <source>runs out %1</source>
        <comment>on a day</comment>
        <translation>reicht bis %1</translation>
    </message>
    <message>
        <source>runs out %1, %2</source>
        <comment>on a day, at a time</comment>
        <translation>reicht bis %1, %2</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>kein Limit</translation>
    </message>
    <message>
        <source> k</source>
        <comment>thousand</comment>
        <translation> Tsd.</translation>
    </message>
    <message>
        <source> M</source>
        <comment>million</comment>
        <translation> Mio.</translation>
    </message>
    <message>
        <source> B</source>
        <comment>thousand million</comment>
        <translation> Mrd.</translation>
    </message>
    <message>
        <source> T</source>
        <comment>million million</comment>
        <translation> Bio.</translation>
    </message>
    <message>
        <source>new</source>
        <comment>change from nothing</comment>
        <translation>neu</translation>
    </message>
    <message>
        <source>no change</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Exceeded</source>
        <translation>Ausgeschöpft</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Kein Limit</translation>
    </message>
    <message>
        <source>Entry %1 of the audit log is no reset; only a reset can be undone.</source>
        <translation>Eintrag %1 des Prüfprotokolls ist keine Zurücksetzung; nur eine solche lässt sich rückgängig machen.</translation>
    </message>
    <message>
        <source>Reset %1 was undone already, by entry %2 of the audit log.</source>
        <translation>Zurücksetzung %1 wurde bereits rückgängig gemacht, durch Eintrag %2 des Prüfprotokolls.</translation>
    </message>
    <message>
        <source>There is no project %1 in this store. Check the spelling.</source>
        <translation>In dieser Datenbank gibt es kein Projekt %1. Bitte die Schreibweise prüfen.</translation>
    </message>
    <message>
        <source>The total of %1 is %2 by now, not the %3 that were confirmed. Nothing was reset; look and confirm again.</source>
        <translation>Die Summe von %1 beträgt inzwischen %2, nicht die bestätigten %3. Nichts wurde zurückgesetzt; bitte ansehen und erneut bestätigen.</translation>
    </message>
    <message>
        <source>Project %1 has no limit to clear.</source>
        <translation>Projekt %1 hat kein Limit, das sich aufheben ließe.</translation>
    </message>
    <message>
        <source>Changes need Tollkeeper&apos;s audit log, which this store does not have or which you may not use. %1</source>
        <translation>Änderungen brauchen das Prüfprotokoll von Tollkeeper, das dieser Datenbank fehlt oder das Sie nicht nutzen dürfen. %1</translation>
    </message>
    <message>
        <source>There is no entry %1 in the audit log.</source>
        <translation>Das Prüfprotokoll hat keinen Eintrag %1.</translation>
    </message>
    <message>
        <source>A budget was deleted at this moment. Nothing was recorded; try again.</source>
        <translation>Ein Budget wurde in diesem Moment gelöscht. Nichts wurde aufgezeichnet; bitte erneut versuchen.</translation>
    </message>
    <message>
        <source>Qt&apos;s driver %1 is not installed. On Debian and Ubuntu: apt install %2</source>
        <translation>Der Qt-Treiber %1 ist nicht installiert. Unter Debian und Ubuntu: apt install %2</translation>
    </message>
    <message>
        <source>The connection was lost before the answer came. Nothing was recorded; try again.</source>
        <translation>Die Verbindung brach ab, bevor die Antwort kam. Nichts wurde aufgezeichnet; bitte erneut versuchen.</translation>
    </message>
    <message>
        <source>The connection was lost before the answer came, and the store could not be asked since whether the change was recorded: %1 Look before trying again.</source>
        <translation>Die Verbindung brach ab, bevor die Antwort kam, und seither ließ sich nicht klären, ob die Änderung aufgezeichnet wurde: %1 Vor einem neuen Versuch bitte nachsehen.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>cost is not a number</source>
        <translation>Kosten sind keine Zahl</translation>
    </message>
    <message>
        <source>cost is negative</source>
        <translation>Kosten sind negativ</translation>
    </message>
    <message>
        <source>cost is over %1 USD</source>
        <translation>Kosten liegen über %1 USD</translation>
    </message>
    <message>
        <source>token count is out of range</source>
        <translation>Token-Anzahl liegt außerhalb des Bereichs</translation>
    </message>
    <message>
        <source>date cannot be read</source>
        <translation>Datum ist unlesbar</translation>
    </message>
    <message>
        <source>value of the wrong type</source>
        <translation>Wert vom falschen Typ</translation>
    </message>
    <message>
        <source>%1 has no table to note in which calls were carried to it. Its administrator makes it by connecting once.</source>
        <translation>%1 hat keine Tabelle, in der übertragene Aufrufe vermerkt werden. Sie entsteht, sobald sich die Administration einmal verbindet.</translation>
    </message>
    <message>
        <source>No calls wait in this store.</source>
        <translation>In dieser Datenbank warten keine Aufrufe.</translation>
    </message>
    <message>
        <source>The date of the call cannot be read.</source>
        <translation>Das Datum des Aufrufs ist unlesbar.</translation>
    </message>
    <message>
        <source>%1 is the store that the calls wait in. Name the one that they were meant for.</source>
        <translation>%1 ist die Datenbank, in der die Aufrufe warten. Anzugeben ist die, für die sie bestimmt waren.</translation>
    </message>
    <message>
        <source>Stopped; the rest waits.</source>
        <translation>Angehalten; der Rest wartet.</translation>
    </message>
    <message>
        <source>The counter of %1 agrees with the log; there is nothing to repair.</source>
        <translation>Der Zähler von %1 stimmt mit dem Protokoll überein; es gibt nichts zu berichtigen.</translation>
    </message>
    <message>
        <source>The counter of %1 has moved since it was compared with the log. Nothing was repaired; look again.</source>
        <translation>Der Zähler von %1 hat sich seit dem Abgleich mit dem Protokoll geändert. Nichts wurde berichtigt; bitte erneut ansehen.</translation>
    </message>
    <message>
        <source>The store URL %1 cannot be read. It should look like postgresql://user:password@host:5432/database.</source>
        <translation>Die Datenbank-URL %1 ist nicht lesbar. Sie sollte so aussehen: postgresql://user:password@host:5432/database.</translation>
    </message>
    <message>
        <source> In the password, write special characters percent-encoded: @ as %40, / as %2F, : as %3A, # as %23, ? as %3F, % as %25, a space as %20.</source>
        <translation> Sonderzeichen im Passwort sind prozentkodiert zu schreiben: @ als %40, / als %2F, : als %3A, # als %23, ? als %3F, % als %25, ein Leerzeichen als %20.</translation>
    </message>
    <message>
        <source>No store was named: give a file or a URL.</source>
        <translation>Es wurde keine Datenbank genannt: Bitte eine Datei oder URL angeben.</translation>
    </message>
    <message>
        <source>The name of the store holds a NUL character.</source>
        <translation>Der Name der Datenbank enthält ein NUL-Zeichen.</translation>
    </message>
    <message>
        <source>Stores of the kind %1:// are not supported. Use postgresql://..., sqlite:///PATH or the path of a SQLite file.</source>
        <translation>Datenbanken der Art %1:// werden nicht unterstützt. Möglich sind postgresql://..., sqlite:///PFAD oder der Pfad einer SQLite-Datei.</translation>
    </message>
    <message>
        <source>Only a PostgreSQL server can be read in the place of another: %1 is none. Give a URL of a standby, or none.</source>
        <translation>Nur ein PostgreSQL-Server kann anstelle eines anderen gelesen werden: %1 ist keiner. Bitte die URL eines Standbys angeben oder keine.</translation>
    </message>
    <message>
        <source>Failed to create store from LLM_TOLL_STORE_URL=&apos;%1&apos;: %2. Falling back to local SQLite.</source>
        <translation>Die Datenbank aus LLM_TOLL_STORE_URL=&apos;%1&apos; ließ sich nicht öffnen: %2. Stattdessen wird die lokale SQLite-Datei verwendet.</translation>
    </message>
    <message>
        <source>All %1 connections were in use for %2 seconds. Nothing was recorded; try again.</source>
        <translation>Alle %1 Verbindungen waren %2 Sekunden lang belegt. Nichts wurde aufgezeichnet; bitte erneut versuchen.</translation>
    </message>
    <message>
        <source>The store was closed.</source>
        <translation>Die Datenbank wurde geschlossen.</translation>
    </message>
    <message>
        <source>The server refused user and password of %1. Check both; special characters in a URL must be percent-encoded. (%2)</source>
        <translation>Der Server hat Benutzer und Passwort von %1 abgelehnt. Bitte beide prüfen; Sonderzeichen in einer URL müssen prozentkodiert sein. (%2)</translation>
    </message>
    <message>
        <source>The server has no such database: %1. Check the name, or create it with createdb. (%2)</source>
        <translation>Diese Datenbank gibt es auf dem Server nicht: %1. Bitte den Namen prüfen oder sie mit createdb anlegen. (%2)</translation>
    </message>
    <message>
        <source>No connection to %1. Check host and port, and that the server runs and lets you in. (%2)</source>
        <translation>Keine Verbindung zu %1. Bitte Host und Port prüfen, und ob der Server läuft und die Anmeldung zulässt. (%2)</translation>
    </message>
    <message>
        <source>The value of %1 in the store URL holds a &apos;;&apos;, which cannot be passed on to the driver. Set it in a service file instead.</source>
        <translation>Der Wert von %1 in der Datenbank-URL enthält ein „;“, das sich nicht an den Treiber weitergeben lässt. Er gehört stattdessen in eine Service-Datei.</translation>
    </message>
    <message>
        <source>Tollkeeper&apos;s own tables, which an administrator creates by connecting once</source>
        <translation>die eigenen Tabellen von Tollkeeper, die entstehen, sobald sich die Administration einmal verbindet</translation>
    </message>
    <message>
        <source>You may look, but not do everything as the role %1. Missing: %2.</source>
        <translation>Als Rolle %1 dürfen Sie alles ansehen, aber nicht alles tun. Es fehlt: %2.</translation>
    </message>
    <message>
        <source>The server takes no changes: it is a standby or set to read-only.</source>
        <translation>Der Server nimmt keine Änderungen an: Er ist ein Standby oder schreibgeschützt.</translation>
    </message>
    <message>
        <source>The connection to the server was lost. Nothing was recorded. %1</source>
        <translation>Die Verbindung zum Server ist abgebrochen. Nichts wurde aufgezeichnet. %1</translation>
    </message>
    <message>
        <source>Your role lacks a right: %1. Ask the database&apos;s administrator for it.</source>
        <translation>Ihrer Rolle fehlt ein Recht: %1. Die Datenbankadministration kann es erteilen.</translation>
    </message>
    <message>
        <source>Other programs were in the way. Nothing was recorded; try again. (%1)</source>
        <translation>Andere Programme kamen in die Quere. Nichts wurde aufgezeichnet; bitte erneut versuchen. (%1)</translation>
    </message>
    <message>
        <source>The query was cancelled.</source>
        <translation>Die Abfrage wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The server&apos;s disk is full. Nothing was recorded; free some space on it.</source>
        <translation>Der Datenträger des Servers ist voll. Nichts wurde aufgezeichnet; bitte dort Platz schaffen.</translation>
    </message>
    <message>
        <source>The server has no room for more work: %1. Nothing was recorded; try again later.</source>
        <translation>Der Server ist ausgelastet: %1. Nichts wurde aufgezeichnet; bitte später erneut versuchen.</translation>
    </message>
    <message>
        <source>PostgreSQL could not do it: %1</source>
        <translation>PostgreSQL meldet einen Fehler: %1</translation>
    </message>
    <message>
        <source>The %1 has no name. Give one.</source>
        <translation>Das %1 hat keinen Namen. Bitte einen angeben.</translation>
    </message>
    <message>
        <source>The name of the %1 holds a NUL character.</source>
        <translation>Der Name (%1) enthält ein NUL-Zeichen.</translation>
    </message>
    <message>
        <source>The name of the %1 is not valid Unicode.</source>
        <translation>Der Name (%1) ist kein gültiges Unicode.</translation>
    </message>
    <message>
        <source>The name of the %1 has %2 characters; at most %3 are allowed.</source>
        <translation>Der Name (%1) hat %2 Zeichen; erlaubt sind höchstens %3.</translation>
    </message>
    <message>
        <source>%1 are %2; they must be between 0 and %3.</source>
        <translation>%1: %2; erlaubt ist 0 bis %3.</translation>
    </message>
    <message>
        <source>A limit must be a finite amount of USD, 0 or more; this one is %1.</source>
        <translation>Ein Limit muss ein endlicher Betrag in USD sein, mindestens 0; dieses ist %1.</translation>
    </message>
    <message>
        <source>project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>The cost of a call must be between 0 and %1 USD; this one is %2.</source>
        <translation>Die Kosten eines Aufrufs müssen zwischen 0 und %1 USD liegen; diese sind %2.</translation>
    </message>
    <message>
        <source>Warning thresholds must be whole percents from 1 to 100, each larger than the one before.</source>
        <translation>Warnschwellen müssen ganze Prozente von 1 bis 100 sein, jede größer als die vorige.</translation>
    </message>
    <message>
        <source>This store has limits that you may not read, so they could not be held. Nothing was recorded. Ask for: GRANT SELECT ON tollkeeper_limits TO your role.</source>
        <translation>Diese Datenbank hat Limits, die Sie nicht lesen dürfen; sie ließen sich daher nicht durchsetzen. Nichts wurde aufgezeichnet. Nötig ist: GRANT SELECT ON tollkeeper_limits TO Ihre Rolle.</translation>
    </message>
    <message>
        <source>The counter of %1 is not a number, so its limit cannot be held. Nothing was recorded. Reset its budget.</source>
        <translation>Der Zähler von %1 ist keine Zahl, das Limit lässt sich daher nicht durchsetzen. Nichts wurde aufgezeichnet. Bitte das Budget zurücksetzen.</translation>
    </message>
    <message>
        <source>The budget of %1 was deleted at this moment. Nothing was recorded; try again.</source>
        <translation>Das Budget von %1 wurde in diesem Moment gelöscht. Nichts wurde aufgezeichnet; bitte erneut versuchen.</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>%1 on the sequence %2</source>
        <translation>%1 auf der Sequenz %2</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>The sample data could not be written: %1</source>
        <translation>Die Beispieldaten konnten nicht geschrieben werden: %1</translation>
    </message>
    <message>
        <source>The file exists already: %1</source>
        <translation>Die Datei gibt es schon: %1</translation>
    </message>
    <message>
        <source>This store was made by a newer Tollkeeper (schema %1; this program knows %2). Nothing was touched. Update Tollkeeper to open it.</source>
        <translation>Diese Datenbank stammt von einem neueren Tollkeeper (Schema %1; dieses Programm kennt %2). Nichts wurde verändert. Zum Öffnen bitte Tollkeeper aktualisieren.</translation>
    </message>
    <message>
        <source>The table %1 of this store has no column %2, so it is not a store of llm-toll that Tollkeeper can read. Nothing was changed.</source>
        <translation>Der Tabelle %1 fehlt die Spalte %2; dies ist daher keine Datenbank von llm-toll, die Tollkeeper lesen kann. Nichts wurde verändert.</translation>
    </message>
    <message>
        <source>%1 is a SQLite file of another program: it has tables, but none of llm-toll&apos;s. Nothing was changed. Name another file.</source>
        <translation>%1 ist die SQLite-Datei eines anderen Programms: Sie hat Tabellen, aber keine von llm-toll. Nichts wurde verändert. Bitte eine andere Datei nennen.</translation>
    </message>
    <message>
        <source>This store has no tables of llm-toll yet, and you may not create them. Ask its administrator to connect once, or for the right CREATE on the schema.</source>
        <translation>Diese Datenbank hat noch keine Tabellen von llm-toll, und Sie dürfen sie nicht anlegen. Die Administration kann sich einmal verbinden oder das Recht CREATE für das Schema erteilen.</translation>
    </message>
    <message>
        <source>The connection works, but there are no tables of llm-toll yet.</source>
        <translation>Die Verbindung steht, aber es gibt noch keine Tabellen von llm-toll.</translation>
    </message>
    <message>
        <source>You may not write Tollkeeper&apos;s summaries of this store. Numbers are right without them, only slower.</source>
        <translation>Sie dürfen die Zusammenfassungen von Tollkeeper in dieser Datenbank nicht schreiben. Die Zahlen stimmen auch ohne sie, sie kommen nur langsamer.</translation>
    </message>
    <message>
        <source>The triggers tollkeeper_mark_* on usage_logs are disabled, so changes of old rows would go unseen. Numbers are read from the log: right, only slower.</source>
        <translation>Die Trigger tollkeeper_mark_* auf usage_logs sind abgeschaltet, Änderungen alter Zeilen blieben daher unbemerkt. Die Zahlen werden aus dem Protokoll gelesen: richtig, nur langsamer.</translation>
    </message>
    <message>
        <source>%1 is a folder, not a SQLite file. Name a file in it.</source>
        <translation>%1 ist ein Ordner, keine SQLite-Datei. Bitte eine Datei darin nennen.</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>Die Datei %1 gibt es nicht.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>Der Ordner %1 lässt sich nicht anlegen.</translation>
    </message>
    <message>
        <source>The file %1 cannot be created: %2</source>
        <translation>Die Datei %1 lässt sich nicht anlegen: %2</translation>
    </message>
    <message>
        <source>The file %1 may not be read by you. Ask its owner for access.</source>
        <translation>Sie dürfen die Datei %1 nicht lesen. Wem sie gehört, kann den Zugriff erlauben.</translation>
    </message>
    <message>
        <source>The file %1 or its folder may not be written by you: you can look, but not record, reset or set limits.</source>
        <translation>Sie dürfen die Datei %1 oder ihren Ordner nicht beschreiben: Ansehen geht, aufzeichnen, zurücksetzen und Limits setzen nicht.</translation>
    </message>
    <message>
        <source>Another program keeps %1 locked. Nothing was recorded; try again when it is done.</source>
        <translation>Ein anderes Programm hält %1 gesperrt. Nichts wurde aufgezeichnet; bitte erneut versuchen, wenn es fertig ist.</translation>
    </message>
    <message>
        <source>The file %1 may not be written.</source>
        <translation>Die Datei %1 darf nicht beschrieben werden.</translation>
    </message>
    <message>
        <source>The file %1 is damaged. Restore it from a backup, or save what can be read: sqlite3 FILE .recover</source>
        <translation>Die Datei %1 ist beschädigt. Bitte aus einer Sicherung wiederherstellen oder retten, was lesbar ist: sqlite3 DATEI .recover</translation>
    </message>
    <message>
        <source>%1 is not a SQLite file. Nothing was changed. Name another file.</source>
        <translation>%1 ist keine SQLite-Datei. Nichts wurde verändert. Bitte eine andere Datei nennen.</translation>
    </message>
    <message>
        <source>The disk that holds %1 is full. Nothing was recorded; free some space and try again.</source>
        <translation>Der Datenträger mit %1 ist voll. Nichts wurde aufgezeichnet; bitte Platz schaffen und erneut versuchen.</translation>
    </message>
    <message>
        <source>The file %1 cannot be opened. Check that it exists and that you may use it and its folder.</source>
        <translation>Die Datei %1 lässt sich nicht öffnen. Bitte prüfen, ob es sie gibt und ob Sie sie und ihren Ordner nutzen dürfen.</translation>
    </message>
    <message>
        <source>Reading or writing %1 failed. Check the disk. Nothing was recorded.</source>
        <translation>Lesen oder Schreiben von %1 ist fehlgeschlagen. Bitte den Datenträger prüfen. Nichts wurde aufgezeichnet.</translation>
    </message>
    <message>
        <source>SQLite could not do it: %1</source>
        <translation>SQLite meldet einen Fehler: %1</translation>
    </message>
    <message>
        <source>reads from the primary: standby %1 %2</source>
        <translation>liest vom Primärserver: Standby %1 %2</translation>
    </message>
    <message>
        <source>lag unknown</source>
        <translation>Rückstand unbekannt</translation>
    </message>
    <message>
        <source>up to date</source>
        <translation>aktuell</translation>
    </message>
    <message>
        <source>%1 s behind</source>
        <translation>%1 s im Rückstand</translation>
    </message>
    <message>
        <source>reads from the primary until standby %1 has followed</source>
        <translation>liest vom Primärserver, bis Standby %1 aufgeholt hat</translation>
    </message>
    <message>
        <source>reads from standby %1, %2</source>
        <translation>liest vom Standby %1, %2</translation>
    </message>
    <message>
        <source>holds another database</source>
        <translation>enthält eine andere Datenbank</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>ist nicht lesbar</translation>
    </message>
    <message>
        <source>Only a SQLite store stands in for another.</source>
        <translation>Nur eine SQLite-Datei kann für eine andere Datenbank einspringen.</translation>
    </message>
    <message>
        <source>The connection was lost in the middle of reading. Try again.</source>
        <translation>Die Verbindung brach mitten im Lesen ab. Bitte erneut versuchen.</translation>
    </message>
    <message>
        <source>The keychain was not unlocked.</source>
        <translation>Der Schlüsselbund wurde nicht entsperrt.</translation>
    </message>
    <message>
        <source>This desktop has no keychain.</source>
        <translation>Dieser Desktop hat keinen Schlüsselbund.</translation>
    </message>
    <message>
        <source>The keychain says: %1</source>
        <translation>Der Schlüsselbund meldet: %1</translation>
    </message>
    <message>
        <source>hour</source>
        <translation>Stunde</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>Stunden</translation>
    </message>
    <message>
        <source>day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>Prüfprotokoll</translation>
    </message>
    <message>
        <source>Cannot write %1: %2.</source>
        <translation>%1 lässt sich nicht schreiben: %2.</translation>
    </message>
    <message>
        <source>%1 (UTC days)</source>
        <translation>%1 (UTC-Tage)</translation>
    </message>
    <message>
        <source>Store %1 · read %2 · costs as logged, not as invoiced</source>
        <translation>Datenbank %1 · Stand %2 · laut Protokoll, keine Rechnung</translation>
    </message>
    <message>
        <source>%1 · %2 · as logged, UTC days · Tollkeeper %3</source>
        <translation>%1 · %2 · laut Protokoll, UTC-Tage · Tollkeeper %3</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>Seite %1 von %2</translation>
    </message>
    <message>
        <source>Page %1</source>
        <translation>Seite %1</translation>
    </message>
    <message>
        <source>%1 could not be written.</source>
        <translation>%1 konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>%1 konnte nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>No store is open.</source>
        <translation>Es ist keine Datenbank geöffnet.</translation>
    </message>
    <message>
        <source>The store does not answer.</source>
        <translation>Die Datenbank antwortet nicht.</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Enter an amount in USD.</source>
        <translation>Bitte einen Betrag in USD eingeben.</translation>
    </message>
    <message>
        <source>%1 may mean %2 or %3. Write the one that you mean.</source>
        <translation>%1 kann %2 oder %3 bedeuten. Bitte so schreiben, wie es gemeint ist.</translation>
    </message>
    <message>
        <source>That is more than a store can hold.</source>
        <translation>Das ist mehr, als eine Datenbank speichern kann.</translation>
    </message>
    <message>
        <source>Warnings are whole percents from 1 to 100, such as 50, 80, 100.</source>
        <translation>Warnungen sind ganze Prozente von 1 bis 100, etwa 50, 80, 100.</translation>
    </message>
    <message>
        <source>&quot;$&quot;#,##0.00########</source>
        <comment>format of cells</comment>
        <translation>#,##0.00########&#xa0;&quot;$&quot;</translation>
    </message>
    <message>
        <source>yyyy-mm-dd hh:mm:ss</source>
        <comment>format of cells</comment>
        <translation>dd.mm.yyyy hh:mm:ss</translation>
    </message>
    <message>
        <source>yyyy-mm-dd</source>
        <comment>format of cells</comment>
        <translation>dd.mm.yyyy</translation>
    </message>
    <message>
        <source> and %1 more</source>
        <translation> und %1 weitere</translation>
    </message>
    <message>
        <source>%1 in this store is a %2 and not a table, as llm-toll makes it. To read it would run what somebody else wrote, so it was not read, and nothing was changed. Name another store, or put a table in its place.</source>
        <translation>%1 ist in dieser Datenbank keine Tabelle, wie llm-toll sie anlegt (sondern: %2). Beim Lesen liefe, was jemand anderes geschrieben hat; es wurde nichts gelesen und nichts geändert. Eine andere Datenbank angeben oder eine Tabelle an diese Stelle setzen.</translation>
    </message>
    <message>
        <source>name is too long</source>
        <translation>Name ist zu lang</translation>
    </message>
    <message>
        <source>This looks like the settings of a PostgreSQL connection, but not like its URL, which is postgresql://user:password@host:5432/database. A file of this name can be given with its folder: ./NAME</source>
        <translation>Das sieht nach den Einstellungen einer PostgreSQL-Verbindung aus, aber nicht nach ihrer URL, die postgresql://user:password@host:5432/database lautet. Eine Datei dieses Namens lässt sich mit ihrem Ordner angeben: ./NAME</translation>
    </message>
    <message>
        <source>The server of %1 was not trusted, and was told nothing. Its certificate may be of another host, or expired, or of an authority that the file of sslrootcert does not have: ask its administrator. (%2)</source>
        <translation>Dem Server von %1 wurde nicht vertraut, und ihm wurde nichts mitgeteilt. Sein Zertifikat gehört vielleicht einem anderen Host, ist abgelaufen oder von einer Stelle, die in der Datei von sslrootcert fehlt: bitte bei der Administration nachfragen. (%2)</translation>
    </message>
    <message>
        <source>The file %1 holds a text or an amount of data in one place that no call has, so it was not read. Remove that row with sqlite3, or name another file.</source>
        <translation>Die Datei %1 enthält an einer Stelle so viel Text oder Daten, wie kein Aufruf hat; sie wurde nicht gelesen. Die Zeile mit sqlite3 entfernen oder eine andere Datei angeben.</translation>
    </message>
    <message>
        <source>Call under way</source>
        <translation>Aufruf unterwegs</translation>
    </message>
    <message>
        <source>A call of just this cost may have been under way during the reset: logged before it, charged after it. Then the counter is right, and nobody changed it.</source>
        <translation>Ein Aufruf mit genau diesen Kosten war bei der Zurücksetzung vielleicht unterwegs: vorher protokolliert, nachher verbucht. Dann stimmt der Zähler, und niemand hat ihn geändert.</translation>
    </message>
    <message>
        <source>A SQLite file.</source>
        <translation>Eine SQLite-Datei.</translation>
    </message>
    <message>
        <source>A standby of the store to read from: postgresql://...</source>
        <translation>Ein Standby der Datenbank, von dem gelesen wird: postgresql://...</translation>
    </message>
    <message>
        <source>Show invented calls from a store apart.</source>
        <translation>Erfundene Aufrufe aus einer eigenen Datenbank zeigen.</translation>
    </message>
    <message>
        <source>What to show first: %1.</source>
        <translation>Was zuerst gezeigt wird: %1.</translation>
    </message>
    <message>
        <source>%1, or FIRST..LAST as UTC dates such as 2026-11-01..2026-11-23.</source>
        <translation>%1 oder ERSTER..LETZTER als UTC-Tage wie 2026-11-01..2026-11-23.</translation>
    </message>
    <message>
        <source>Show only this project.</source>
        <translation>Nur dieses Projekt zeigen.</translation>
    </message>
    <message>
        <source>%1: of the window, its pictures and reports.</source>
        <translation>%1: Sprache von Fenster, Bildern und Berichten.</translation>
    </message>
    <message>
        <source>Of the window, in pixels.</source>
        <translation>Größe des Fensters in Pixeln.</translation>
    </message>
    <message>
        <source>Write a picture of the page to a PNG file, without a display, and exit.</source>
        <translation>Ein Bild der Seite in eine PNG-Datei schreiben, ohne Bildschirm, und enden.</translation>
    </message>
    <message>
        <source>Show only this model.</source>
        <translation>Nur dieses Modell zeigen.</translation>
    </message>
    <message>
        <source>What a team&apos;s LLM API calls cost, and budgets that hold.</source>
        <translation>Was die LLM-API-Aufrufe eines Teams kosten, und Budgets, die halten.</translation>
    </message>
    <message>
        <source>What is &quot;%1&quot; for? A store is named with --db or --store-url.</source>
        <translation>Wozu dient &quot;%1&quot;? Eine Datenbank wird mit --db oder --store-url genannt.</translation>
    </message>
    <message>
        <source>--%1 %2: expected %3.</source>
        <translation>--%1 %2: erwartet wird %3.</translation>
    </message>
    <message>
        <source>--read-url names a standby of a PostgreSQL store: a file has none.</source>
        <translation>--read-url nennt das Standby einer PostgreSQL-Datenbank: Eine Datei hat keines.</translation>
    </message>
    <message>
        <source>--sample is a store of its own: leave --store-url and --db away.</source>
        <translation>--sample ist eine eigene Datenbank: --store-url und --db weglassen.</translation>
    </message>
    <message>
        <source>%1 or FIRST..LAST as UTC dates, first to last</source>
        <translation>%1 oder ERSTER..LETZTER als UTC-Tage, vom ersten zum letzten</translation>
    </message>
    <message>
        <source>the name of a project</source>
        <translation>der Name eines Projekts</translation>
    </message>
    <message>
        <source>the name of a model</source>
        <translation>der Name eines Modells</translation>
    </message>
    <message>
        <source>WIDTHxHEIGHT in pixels, such as 1440x900</source>
        <translation>BREITExHÖHE in Pixeln, etwa 1440x900</translation>
    </message>
    <message>
        <source>the name of a file</source>
        <translation>der Name einer Datei</translation>
    </message>
    <message>
        <source>--report and --screenshot do not go together.</source>
        <translation>--report und --screenshot gehen nicht zusammen.</translation>
    </message>
    <message>
        <source>See tollkeeper --help.</source>
        <translation>Mehr mit tollkeeper --help.</translation>
    </message>
    <message>
        <source>Write a report, without a display, and exit: pdf.</source>
        <translation>Einen Bericht schreiben, ohne Bildschirm, und enden: pdf.</translation>
    </message>
    <message>
        <source>The report&apos;s file.</source>
        <translation>Die Datei des Berichts.</translation>
    </message>
    <message>
        <source>Report on the calendar month before this one (UTC).</source>
        <translation>Bericht über den vorigen Kalendermonat (UTC).</translation>
    </message>
    <message>
        <source>Report from this UTC day on.</source>
        <translation>Bericht von diesem UTC-Tag an.</translation>
    </message>
    <message>
        <source>Report up to and with this UTC day.</source>
        <translation>Bericht bis einschließlich dieses UTC-Tags.</translation>
    </message>
    <message>
        <source>Write no FILE.manifest.json beside the report.</source>
        <translation>Keine FILE.manifest.json neben den Bericht schreiben.</translation>
    </message>
    <message>
        <source>--%1 goes with --report.</source>
        <translation>--%1 geht nur mit --report.</translation>
    </message>
    <message>
        <source>--report %1: expected pdf.</source>
        <translation>--report %1: erwartet wird pdf.</translation>
    </message>
    <message>
        <source>--report needs --output FILE.</source>
        <translation>--report braucht --output FILE.</translation>
    </message>
    <message>
        <source>--%1 takes a UTC date such as 2026-11-23, not &quot;%2&quot;.</source>
        <translation>--%1 nimmt einen UTC-Tag wie 2026-11-23, nicht &quot;%2&quot;.</translation>
    </message>
    <message>
        <source>--last-month is a range of its own: leave --since and --until away.</source>
        <translation>--last-month ist ein eigener Zeitraum: --since und --until weglassen.</translation>
    </message>
    <message>
        <source>--since is after --until: no day is in between.</source>
        <translation>--since liegt nach --until: Dazwischen ist kein Tag.</translation>
    </message>
    <message>
        <source>No spend in this range.</source>
        <translation>Keine Ausgaben in diesem Zeitraum.</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>Highest: %1 with %2; lowest: %3 with %4; last: %5 with %6.</source>
        <translation>Höchster Wert: %1 mit %2; niedrigster: %3 mit %4; letzter: %5 mit %6.</translation>
    </message>
    <message>
        <source>%1 is not open: its calls are missing here.</source>
        <translation>%1 ist nicht offen: die Aufrufe dort fehlen hier.</translation>
    </message>
    <message>
        <source>%1 is away: its figures, also in every total, are those of %2.</source>
        <translation>%1 ist nicht erreichbar: die Zahlen von dort, auch in jeder Summe, sind die von %2.</translation>
    </message>
    <message>
        <source>Its hours are missing.</source>
        <translation>Die Stunden von dort fehlen.</translation>
    </message>
    <message>
        <source>Its store is away: these figures are old.</source>
        <translation>Die Datenbank ist nicht erreichbar: diese Zahlen sind alt.</translation>
    </message>
    <message>
        <source>%1 is in none of these stores.</source>
        <translation>%1 ist in keiner dieser Datenbanken.</translation>
    </message>
    <message>
        <source>The store of this entry is not open any more.</source>
        <translation>Die Datenbank dieses Eintrags ist nicht mehr offen.</translation>
    </message>
    <message>
        <source>Two stores or more make a merged view.</source>
        <translation>Eine gemeinsame Ansicht hat mindestens zwei Datenbanken.</translation>
    </message>
    <message>
        <source>The store: postgresql://..., or a SQLite file. Several are shown as one.</source>
        <translation>Die Datenbank: postgresql://... oder eine SQLite-Datei. Mehrere werden zusammen gezeigt.</translation>
    </message>
    <message>
        <source>Of several stores: what to call each, in their order.</source>
        <translation>Bei mehreren Datenbanken: wie jede heißt, der Reihe nach.</translation>
    </message>
    <message>
        <source>--store-name is for several stores: name two or more.</source>
        <translation>--store-name gilt für mehrere Datenbanken: Nennen Sie zwei oder mehr.</translation>
    </message>
    <message>
        <source>--read-url goes with one store.</source>
        <translation>--read-url gilt nur für eine einzige Datenbank.</translation>
    </message>
    <message>
        <source>Stores</source>
        <translation>Datenbanken</translation>
    </message>
    <message>
        <source>1 store</source>
        <translation>1 Datenbank</translation>
    </message>
    <message>
        <source>%1 stores</source>
        <translation>%1 Datenbanken</translation>
    </message>
    <message>
        <source>Hourly spend by store</source>
        <translation>Stundenausgaben nach Datenbank</translation>
    </message>
    <message>
        <source>Daily spend by store</source>
        <translation>Tagesausgaben nach Datenbank</translation>
    </message>
    <message>
        <source>Weekly spend by store</source>
        <translation>Wochenausgaben nach Datenbank</translation>
    </message>
    <message>
        <source>Monthly spend by store</source>
        <translation>Monatsausgaben nach Datenbank</translation>
    </message>
    <message>
        <source>project, model, or, of several stores, store.</source>
        <translation>project, model oder, bei mehreren Datenbanken, store.</translation>
    </message>
    <message>
        <source>--group-by store is for several stores: name two or more.</source>
        <translation>--group-by store ist für mehrere Datenbanken: zwei oder mehr nennen.</translation>
    </message>
    <message>
        <source>Cost per %1 calls</source>
        <translation>Pro %1 Aufrufe</translation>
    </message>
    <message>
        <source>Tokens can be split into input and output only where there is a price, and the price list has none for: %1.</source>
        <translation>In Eingabe und Ausgabe lassen sich Tokens nur aufteilen, wo es einen Preis gibt, und in der Preisliste steht keiner für: %1.</translation>
    </message>
    <message>
        <source>Line %1 of the price list %2 is not MODEL,INPUT,OUTPUT with prices in USD for a million tokens.</source>
        <translation>Zeile %1 der Preisliste %2 lautet nicht MODELL,EINGABE,AUSGABE mit Preisen in USD für eine Million Tokens.</translation>
    </message>
    <message>
        <source>The price list %1 cannot be read: %2.</source>
        <translation>Die Preisliste %1 kann nicht gelesen werden: %2.</translation>
    </message>
    <message>
        <source>%1 is too large for a price list.</source>
        <translation>%1 ist zu groß für eine Preisliste.</translation>
    </message>
    <message>
        <source>The price list %1 has no prices.</source>
        <translation>In der Preisliste %1 stehen keine Preise.</translation>
    </message>
    <message>
        <source>Enter an amount in USD such as 2000 or %1: digits, at most 10 decimals.</source>
        <translation>Bitte einen Betrag in USD wie 2000 oder %1 eingeben: Ziffern, höchstens 10 Nachkommastellen.</translation>
    </message>
    <message>
        <source>Calls are logged faster than they can be numbered. Choose days that are over.</source>
        <translation>Es werden schneller Aufrufe protokolliert, als sie sich nummerieren lassen. Bitte vergangene Tage wählen.</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::AboutDialog</name>
    <message>
        <source>About Tollkeeper</source>
        <translation>Über Tollkeeper</translation>
    </message>
    <message>
        <source>What a team&apos;s LLM API calls cost, and budgets that hold.</source>
        <translation>Was die LLM-API-Aufrufe eines Teams kosten, und Budgets, die halten.</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later. It comes without any warranty.</source>
        <translation>Freie Software unter der GNU General Public License, Version 3 oder neuer. Ohne jede Gewährleistung.</translation>
    </message>
    <message>
        <source>&amp;Copy versions</source>
        <translation>&amp;Versionen kopieren</translation>
    </message>
    <message>
        <source>Store: %1</source>
        <translation>Datenbank: %1</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::AboutStoreDialog</name>
    <message>
        <source>Record calls</source>
        <translation>Aufrufe aufzeichnen</translation>
    </message>
    <message>
        <source>Reset budgets and undo it</source>
        <translation>Budgets zurücksetzen und das rückgängig machen</translation>
    </message>
    <message>
        <source>Set and clear limits</source>
        <translation>Limits setzen und aufheben</translation>
    </message>
    <message>
        <source>Keep summaries, which make reading fast</source>
        <translation>Zusammenfassungen führen, die das Lesen beschleunigen</translation>
    </message>
    <message>
        <source>✓ yes</source>
        <translation>✓ ja</translation>
    </message>
    <message>
        <source>✗ no</source>
        <translation>✗ nein</translation>
    </message>
    <message>
        <source>✗ no, needs %1</source>
        <translation>✗ nein, nötig ist %1</translation>
    </message>
    <message>
        <source>About this store</source>
        <translation>Über diese Datenbank</translation>
    </message>
    <message>
        <source>What you may do here</source>
        <translation>Was Sie hier dürfen</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>encrypted (TLS)</source>
        <translation>verschlüsselt (TLS)</translation>
    </message>
    <message>
        <source>not encrypted</source>
        <translation>unverschlüsselt</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Operating-system user</source>
        <translation>Betriebssystem-Benutzer</translation>
    </message>
    <message>
        <source>Look at everything</source>
        <translation>Alles ansehen</translation>
    </message>
    <message>
        <source>Statements to ask for</source>
        <translation>Benötigte Anweisungen</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>For all of it, ask an administrator of the database for:</source>
        <translation>Für alles Weitere sind bei der Datenbankadministration zu erbitten:</translation>
    </message>
    <message>
        <source>This store has not been open yet.</source>
        <translation>Diese Datenbank war noch nicht offen.</translation>
    </message>
    <message>
        <source>About these stores</source>
        <translation>Über diese Datenbanken</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::AuditModel</name>
    <message>
        <source>Budget reset</source>
        <translation>Budget zurückgesetzt</translation>
    </message>
    <message>
        <source>Reset undone</source>
        <translation>Rückgängig gemacht</translation>
    </message>
    <message>
        <source>Limit set</source>
        <translation>Limit gesetzt</translation>
    </message>
    <message>
        <source>Limit cleared</source>
        <translation>Limit aufgehoben</translation>
    </message>
    <message>
        <source>Period ended</source>
        <translation>Periode beendet</translation>
    </message>
    <message>
        <source>Counter repaired</source>
        <translation>Zähler berichtigt</translation>
    </message>
    <message>
        <source>%1 as %2</source>
        <translation>%1 als %2</translation>
    </message>
    <message>
        <source>undone by #%1</source>
        <translation>rückgängig durch #%1</translation>
    </message>
    <message>
        <source>undoes #%1</source>
        <translation>macht #%1 rückgängig</translation>
    </message>
    <message>
        <source>was %1</source>
        <translation>war %1</translation>
    </message>
    <message>
        <source>was unreadable or missing</source>
        <translation>war unlesbar oder fehlte</translation>
    </message>
    <message>
        <source>can be undone</source>
        <translation>umkehrbar</translation>
    </message>
    <message>
        <source>When (UTC)</source>
        <translation>Wann (UTC)</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>The total that was cleared, given back or repaired, what was spent in the period, or the limit</source>
        <translation>Die Summe, die zurückgesetzt, zurückgegeben oder berichtigt wurde, die Ausgaben der Periode oder das Limit</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Operating-system user and database role</source>
        <translation>Betriebssystem-Benutzer und Datenbankrolle</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::AuditPage</name>
    <message>
        <source>Resets and limits</source>
        <translation>Zurücksetzungen und Limits</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>Prüfprotokoll</translation>
    </message>
    <message>
        <source>Search the audit log</source>
        <translation>Prüfprotokoll durchsuchen</translation>
    </message>
    <message>
        <source>Undo reset…</source>
        <translation>Rückgängig machen…</translation>
    </message>
    <message>
        <source>Nothing was reset or limited yet</source>
        <translation>Noch wurde nichts zurückgesetzt oder begrenzt</translation>
    </message>
    <message>
        <source>Every reset of a budget and every change of a limit is written down here: when, by whom, how much and why.</source>
        <translation>Hier steht jede Zurücksetzung eines Budgets und jede Änderung eines Limits: wann, durch wen, wie viel und warum.</translation>
    </message>
    <message>
        <source>entry</source>
        <translation>Eintrag</translation>
    </message>
    <message>
        <source>entries</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>Select one reset first</source>
        <translation>Zuerst eine Zurücksetzung auswählen</translation>
    </message>
    <message>
        <source>This reset was undone already</source>
        <translation>Diese Zurücksetzung wurde bereits rückgängig gemacht</translation>
    </message>
    <message>
        <source>Only a reset or the end of a period can be undone</source>
        <translation>Nur eine Zurücksetzung oder ein Periodenende lässt sich rückgängig machen</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::Banner</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::Banners</name>
    <message>
        <source>%1 These are the figures of %2. Trying again by itself.</source>
        <translation>%1 Dies sind die Zahlen von %2. Neue Versuche laufen von selbst.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>%1 calls, %2, were recorded on this computer while the store could not be reached.</source>
        <translation>%1 Aufrufe, %2, wurden auf diesem Rechner aufgezeichnet, während die Datenbank nicht erreichbar war.</translation>
    </message>
    <message>
        <source>Move them here</source>
        <translation>Hierher übertragen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>1 call, %1, was recorded on this computer while the store could not be reached.</source>
        <translation>1 Aufruf, %1, wurde auf diesem Rechner aufgezeichnet, während die Datenbank nicht erreichbar war.</translation>
    </message>
    <message>
        <source>Move them there</source>
        <translation>Dorthin übertragen</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::BudgetActions</name>
    <message>
        <source>No store is open.</source>
        <translation>Es ist keine Datenbank geöffnet.</translation>
    </message>
    <message>
        <source>The limit of %1 is %2 now.</source>
        <translation>Das Limit von %1 beträgt jetzt %2.</translation>
    </message>
    <message>
        <source>%1 has no limit any more.</source>
        <translation>%1 hat kein Limit mehr.</translation>
    </message>
    <message>
        <source>The limit of %1 is as it was.</source>
        <translation>Das Limit von %1 ist wieder wie zuvor.</translation>
    </message>
    <message>
        <source>The budget of %1 was reset: %2 cleared.</source>
        <translation>Das Budget von %1 wurde zurückgesetzt: %2 gelöscht.</translation>
    </message>
    <message>
        <source>%1 budgets were reset.</source>
        <translation>%1 Budgets wurden zurückgesetzt.</translation>
    </message>
    <message>
        <source>Undone right after the reset</source>
        <translation>Gleich nach der Zurücksetzung rückgängig gemacht</translation>
    </message>
    <message>
        <source>%1 were given back to %2.</source>
        <translation>%1 wurden wieder auf %2 angerechnet.</translation>
    </message>
    <message>
        <source>The counter of %1 was repaired: %2.</source>
        <translation>Der Zähler von %1 wurde berichtigt: %2.</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::BudgetGauge</name>
    <message>
        <source>Budget of %1</source>
        <translation>Budget von %1</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Ausgegeben</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>Prognose</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::BudgetModel</name>
    <message>
        <source>Daily</source>
        <translation>Täglich</translation>
    </message>
    <message>
        <source>Weekly</source>
        <translation>Wöchentlich</translation>
    </message>
    <message>
        <source>Monthly</source>
        <translation>Monatlich</translation>
    </message>
    <message>
        <source>No period</source>
        <translation>Keine Periode</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>The stored total is not a number</source>
        <translation>Die gespeicherte Summe ist keine Zahl</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 spent</source>
        <translation>%1 ausgegeben</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Genutzt</translation>
    </message>
    <message>
        <source>Percent of the limit</source>
        <translation>Prozent des Limits</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Ausgegeben</translation>
    </message>
    <message>
        <source>Since the last reset or the start of the period, as logged</source>
        <translation>Seit der letzten Zurücksetzung oder dem Beginn der Periode, laut Protokoll</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Übrig</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periode</translation>
    </message>
    <message>
        <source>After which the budget starts anew, in UTC</source>
        <translation>Nach der das Budget neu beginnt, in UTC</translation>
    </message>
    <message>
        <source>Warn at</source>
        <translation>Warnen bei</translation>
    </message>
    <message>
        <source>Burn rate</source>
        <translation>Verbrauch</translation>
    </message>
    <message>
        <source>USD a day, mean of the last 7 complete UTC days</source>
        <translation>USD pro Tag, Mittel der letzten 7 vollen UTC-Tage</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>Prognose</translation>
    </message>
    <message>
        <source>If spend goes on as in the last 7 days</source>
        <translation>Wenn die Ausgaben so weitergehen wie in den letzten 7 Tagen</translation>
    </message>
    <message>
        <source>Last reset</source>
        <translation>Zurückgesetzt</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>Abgleich</translation>
    </message>
    <message>
        <source>Whether the counter is what the calls in the log add up to</source>
        <translation>Ob der Zähler der Summe der Aufrufe im Protokoll entspricht</translation>
    </message>
    <message>
        <source>not a number</source>
        <translation>keine Zahl</translation>
    </message>
    <message>
        <source>%1 a day</source>
        <translation>%1 pro Tag</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::BudgetNotices</name>
    <message>
        <source>So has one more budget.</source>
        <translation>Ebenso ein weiteres Budget.</translation>
    </message>
    <message>
        <source>So have %1 more budgets.</source>
        <translation>Ebenso %1 weitere Budgets.</translation>
    </message>
    <message>
        <source>Remind me…</source>
        <translation>Erinnern…</translation>
    </message>
    <message>
        <source>In an &amp;hour</source>
        <translation>In einer &amp;Stunde</translation>
    </message>
    <message>
        <source>In a &amp;day</source>
        <translation>In einem &amp;Tag</translation>
    </message>
    <message>
        <source>At the next &amp;threshold</source>
        <translation>Bei der nächsten S&amp;chwelle</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::BudgetsPage</name>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>Search budgets</source>
        <translation>Budgets durchsuchen</translation>
    </message>
    <message>
        <source>Set limit…</source>
        <translation>Limit…</translation>
    </message>
    <message>
        <source>Clear limit…</source>
        <translation>Aufheben…</translation>
    </message>
    <message>
        <source>Reset…</source>
        <translation>Zurücksetzen…</translation>
    </message>
    <message>
        <source>Ledger…</source>
        <translation>Abgleich…</translation>
    </message>
    <message>
        <source>Previous periods</source>
        <translation>Frühere Perioden</translation>
    </message>
    <message>
        <source>No budgets yet</source>
        <translation>Noch keine Budgets</translation>
    </message>
    <message>
        <source>A project gets a budget with its first call.</source>
        <translation>Ein Projekt erhält sein Budget mit dem ersten Aufruf.</translation>
    </message>
    <message>
        <source>Ledger: every counter is what its calls in the log add up to.</source>
        <translation>Abgleich: Jeder Zähler entspricht der Summe seiner Aufrufe im Protokoll.</translation>
    </message>
    <message>
        <source>Ledger: %1 off the log. Select one and choose Ledger… to see how.</source>
        <translation>Abgleich: %1 vom Protokoll ab. Budget auswählen und „Abgleich…“ zeigt, wie.</translation>
    </message>
    <message>
        <source>counter is</source>
        <translation>Zähler weicht</translation>
    </message>
    <message>
        <source>counters are</source>
        <translation>Zähler weichen</translation>
    </message>
    <message>
        <source>Periods that are over are shown as if they were closed; you may not do that.</source>
        <translation>Vergangene Perioden erscheinen wie abgeschlossen; abschließen dürfen Sie sie nicht.</translation>
    </message>
    <message>
        <source>limit reached: calls are refused</source>
        <translation>Limit erreicht: Aufrufe werden abgelehnt</translation>
    </message>
    <message>
        <source>past a warning threshold</source>
        <translation>über einer Warnschwelle</translation>
    </message>
    <message>
        <source>below every threshold</source>
        <translation>unter jeder Schwelle</translation>
    </message>
    <message>
        <source>nothing holds these back</source>
        <translation>ohne Begrenzung</translation>
    </message>
    <message>
        <source>Select one budget first</source>
        <translation>Zuerst ein Budget auswählen</translation>
    </message>
    <message>
        <source>Select one budget with a limit first</source>
        <translation>Zuerst ein Budget mit Limit auswählen</translation>
    </message>
    <message>
        <source>Select one or more budgets first</source>
        <translation>Zuerst ein Budget oder mehrere auswählen</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::CallsModel</name>
    <message>
        <source>When (UTC)</source>
        <translation>Wann (UTC)</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>As logged, exact</source>
        <translation>Laut Protokoll, genau</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Why a row is left out of the sums</source>
        <translation>Warum eine Zeile in den Summen fehlt</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Token ein</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Token aus</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::CallsPage</name>
    <message>
        <source>As logged</source>
        <translation>Laut Protokoll</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Bad rows only</source>
        <translation>Fehlerhafte</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Rows that are left out of every sum, and why</source>
        <translation>Zeilen, die in allen Summen fehlen, und warum</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>yyyy-MM-dd HH:mm</source>
        <comment>format of a field for date and time</comment>
        <translation>dd.MM.yyyy HH:mm</translation>
    </message>
    <message>
        <source>Go to a time (UTC)</source>
        <translation>Zu einem Zeitpunkt gehen (UTC)</translation>
    </message>
    <message>
        <source>The time of the first row that is seen. Change it to go there.</source>
        <translation>Der Zeitpunkt der ersten sichtbaren Zeile. Ändern führt dorthin.</translation>
    </message>
    <message>
        <source>newest first · UTC · %1</source>
        <translation>neueste zuerst · UTC · %1</translation>
    </message>
    <message>
        <source>All projects</source>
        <translation>Alle Projekte</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>Alle Modelle</translation>
    </message>
    <message>
        <source>Every row of this selection counts.</source>
        <translation>Jede Zeile dieser Auswahl zählt mit.</translation>
    </message>
    <message>
        <source>Programs that use llm-toll fill this log as they make calls.</source>
        <translation>Programme mit llm-toll füllen dieses Protokoll bei ihren Aufrufen.</translation>
    </message>
    <message>
        <source>The newest call in this store was on %1.</source>
        <translation>Der neueste Aufruf in dieser Datenbank war am %1.</translation>
    </message>
    <message>
        <source>call</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>row</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>wird geladen…</translation>
    </message>
    <message>
        <source>%1, loading…</source>
        <translation>%1, lädt…</translation>
    </message>
    <message>
        <source>%1 loaded, more as you scroll</source>
        <translation>%1 geladen, mehr beim Blättern</translation>
    </message>
    <message>
        <source>No bad rows</source>
        <translation>Keine fehlerhaften Zeilen</translation>
    </message>
    <message>
        <source>No calls in %1</source>
        <translation>Keine Aufrufe im Zeitraum %1</translation>
    </message>
    <message>
        <source>All of %1</source>
        <translation>Alle aus %1</translation>
    </message>
    <message>
        <source>without %1: away</source>
        <translation>ohne %1: nicht erreichbar</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::ChangeBars</name>
    <message>
        <source>Before</source>
        <translation>Zuvor</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>From the spend before to the spend now</source>
        <translation>Von den Ausgaben zuvor zu denen jetzt</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::ChangeDialog</name>
    <message>
        <source>Why did it change?</source>
        <translation>Warum hat es sich geändert?</translation>
    </message>
    <message>
        <source>Projects by change</source>
        <translation>Projekte nach Änderung</translation>
    </message>
    <message>
        <source>Enter opens a project</source>
        <translation>Eingabetaste öffnet ein Projekt</translation>
    </message>
    <message>
        <source>Each part is what spend would change by if it alone changed, averaged over all orders; together they are the difference, exactly. Costs are as logged; the price of a token is worked out from them.</source>
        <translation>Jeder Anteil ist die Änderung der Ausgaben, wenn nur er sich geändert hätte, gemittelt über alle Reihenfolgen; zusammen ergeben sie genau den Unterschied. Kosten laut Protokoll; der Preis pro Token ist daraus errechnet.</translation>
    </message>
    <message>
        <source>&amp;Days</source>
        <translation>&amp;Tage</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <source>t&amp;o</source>
        <translation>&amp;bis</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>compared &amp;with</source>
        <translation>verglichen &amp;mit</translation>
    </message>
    <message>
        <source>First day to compare with</source>
        <translation>Erster Tag zum Vergleich</translation>
    </message>
    <message>
        <source>&amp;to</source>
        <translation>b&amp;is</translation>
    </message>
    <message>
        <source>Last day to compare with</source>
        <translation>Letzter Tag zum Vergleich</translation>
    </message>
    <message>
        <source>The last day is before the first: these are the figures of the days before.</source>
        <translation>Der letzte Tag liegt vor dem ersten: Dies sind noch die Zahlen der vorigen Tage.</translation>
    </message>
    <message>
        <source>%1 (%2), compared with %3 (%4). UTC days.</source>
        <translation>%1 (%2), verglichen mit %3 (%4). UTC-Tage.</translation>
    </message>
    <message>
        <source> Only %1.</source>
        <translation> Nur %1.</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::ChangeModel</name>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Zuvor</translation>
    </message>
    <message>
        <source>Spend in the range that is compared with</source>
        <translation>Ausgaben im Vergleichszeitraum</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Spend in the range that is explained</source>
        <translation>Ausgaben im erklärten Zeitraum</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>The sum of the columns to the right</source>
        <translation>Die Summe der Spalten rechts davon</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>More or fewer calls</source>
        <translation>Mehr oder weniger Aufrufe</translation>
    </message>
    <message>
        <source>Mix</source>
        <translation>Mischung</translation>
    </message>
    <message>
        <source>Calls went to dearer or cheaper models</source>
        <translation>Aufrufe gingen an teurere oder günstigere Modelle</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>More or fewer input tokens per call</source>
        <translation>Mehr oder weniger Eingabe-Token pro Aufruf</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>More or fewer output tokens per call</source>
        <translation>Mehr oder weniger Ausgabe-Token pro Aufruf</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>A token costs more or less</source>
        <translation>Ein Token kostet mehr oder weniger</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchten Sie tun?</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Nothing is called so. Try fewer letters, or the name of a project.</source>
        <translation>So heißt nichts. Weniger Buchstaben versuchen oder den Namen eines Projekts.</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::ConfirmDialog</name>
    <message>
        <source>%1 (operating-system user %2)</source>
        <translation>%1 (Betriebssystem-Benutzer %2)</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>&amp;Reason, for the audit log</source>
        <translation>&amp;Grund, für das Prüfprotokoll</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>Freiwillig</translation>
    </message>
    <message>
        <source>Clear the limit of %1?</source>
        <translation>Limit von %1 aufheben?</translation>
    </message>
    <message>
        <source>Clear limit</source>
        <translation>Limit aufheben</translation>
    </message>
    <message>
        <source>Its limit of %1 goes away: calls that bring no cap of their own are no longer refused. What it has spent stays.</source>
        <translation>Das Limit von %1 entfällt: Aufrufe ohne eigene Obergrenze werden nicht mehr abgelehnt. Die Ausgaben bleiben stehen.</translation>
    </message>
    <message>
        <source>Written to the audit log as %1.</source>
        <translation>Wird im Prüfprotokoll vermerkt als %1.</translation>
    </message>
    <message>
        <source>Undo the reset of %1?</source>
        <translation>Zurücksetzung von %1 rückgängig machen?</translation>
    </message>
    <message>
        <source>Undo reset</source>
        <translation>Rückgängig machen</translation>
    </message>
    <message>
        <source>What was spent in a period that is over then counts into the one that runs.</source>
        <translation>Die Ausgaben einer vergangenen Periode zählen dann zur laufenden.</translation>
    </message>
    <message>
        <source>%1, cleared on %2, is added back to what the project has spent since.</source>
        <translation>%1, gelöscht am %2, wird zu den seitherigen Ausgaben des Projekts wieder hinzugezählt.</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::CustomRangeDialog</name>
    <message>
        <source>yyyy-MM-dd</source>
        <comment>format of a field for a date</comment>
        <translation>dd.MM.yyyy</translation>
    </message>
    <message>
        <source>Custom range</source>
        <translation>Eigener Zeitraum</translation>
    </message>
    <message>
        <source>&amp;First day</source>
        <translation>&amp;Erster Tag</translation>
    </message>
    <message>
        <source>&amp;Last day</source>
        <translation>&amp;Letzter Tag</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Days are UTC. The store has calls from %1.</source>
        <translation>Tage sind UTC-Tage. Die Datenbank hat Aufrufe vom %1.</translation>
    </message>
    <message>
        <source>Days are UTC. The store has no calls yet.</source>
        <translation>Tage sind UTC-Tage. Die Datenbank hat noch keine Aufrufe.</translation>
    </message>
    <message>
        <source>The last day is before the first.</source>
        <translation>Der letzte Tag liegt vor dem ersten.</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 Tag</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 Tage</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::DataPage</name>
    <message>
        <source>Show them</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Look at sample data</source>
        <translation>Beispieldaten ansehen</translation>
    </message>
    <message>
        <source>Open another store…</source>
        <translation>Andere Datenbank öffnen…</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation>Noch keine Aufrufe</translation>
    </message>
    <message>
        <source>%1 is empty. Programs that use llm-toll fill it as they make calls; tollctl record adds a call by hand. Sample data opens in a store of its own.</source>
        <translation>%1 ist leer. Programme mit llm-toll füllen die Datenbank bei ihren Aufrufen; tollctl record fügt einen Aufruf von Hand hinzu. Beispieldaten öffnen sich in einer eigenen Datenbank.</translation>
    </message>
    <message>
        <source>No calls of %1 in %2</source>
        <translation>Keine Aufrufe von %1 im Zeitraum %2</translation>
    </message>
    <message>
        <source>No calls in %1</source>
        <translation>Keine Aufrufe im Zeitraum %1</translation>
    </message>
    <message>
        <source>The newest call in this store was on %1.</source>
        <translation>Der neueste Aufruf in dieser Datenbank war am %1.</translation>
    </message>
    <message>
        <source>Left out of every sum because they cannot be right: %1 of the log&apos;s rows.</source>
        <translation>Zeilen des Protokolls, die in allen Summen fehlen, weil sie nicht stimmen können: %1.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Models by spend</source>
        <translation>Modelle nach Ausgaben</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Stores</source>
        <translation>Datenbanken</translation>
    </message>
    <message>
        <source>Stores by spend</source>
        <translation>Datenbanken nach Ausgaben</translation>
    </message>
    <message>
        <source>store</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>stores</source>
        <translation>Datenbanken</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Projects by spend</source>
        <translation>Projekte nach Ausgaben</translation>
    </message>
    <message>
        <source>project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Show calls</source>
        <translation>Aufrufe zeigen</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::DaysModel</name>
    <message>
        <source>Hour (UTC)</source>
        <translation>Stunde (UTC)</translation>
    </message>
    <message>
        <source>Day (UTC)</source>
        <translation>Tag (UTC)</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Token ein</translation>
    </message>
    <message>
        <source>Input tokens</source>
        <translation>Eingabe-Token</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Token aus</translation>
    </message>
    <message>
        <source>Output tokens</source>
        <translation>Ausgabe-Token</translation>
    </message>
    <message>
        <source>Per call</source>
        <translation>Pro Aufruf</translation>
    </message>
    <message>
        <source>Mean cost of a call</source>
        <translation>Mittlere Kosten eines Aufrufs</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::DesktopNotifier</name>
    <message>
        <source>Tollkeeper</source>
        <translation>Tollkeeper</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::ExportActions</name>
    <message>
        <source>Writing calls…</source>
        <translation>Aufrufe werden geschrieben…</translation>
    </message>
    <message>
        <source>Writing: %1</source>
        <translation>Geschrieben: %1</translation>
    </message>
    <message>
        <source>1 row was written to %2.</source>
        <translation>1 Zeile wurde nach %2 geschrieben.</translation>
    </message>
    <message>
        <source>%1 rows were written to %2.</source>
        <translation>%1 Zeilen wurden nach %2 geschrieben.</translation>
    </message>
    <message>
        <source>The export was cancelled; no file was written.</source>
        <translation>Der Export wurde abgebrochen; es wurde keine Datei geschrieben.</translation>
    </message>
    <message>
        <source>Report as PDF</source>
        <translation>Bericht als PDF</translation>
    </message>
    <message>
        <source>The report was written to %1.</source>
        <translation>Der Bericht wurde nach %1 geschrieben.</translation>
    </message>
    <message>
        <source>The chart was copied as a picture.</source>
        <translation>Das Diagramm wurde als Bild kopiert.</translation>
    </message>
    <message>
        <source>Chart as SVG</source>
        <translation>Diagramm als SVG</translation>
    </message>
    <message>
        <source>Chart as PNG</source>
        <translation>Diagramm als PNG</translation>
    </message>
    <message>
        <source>The chart was written to %1.</source>
        <translation>Das Diagramm wurde nach %1 geschrieben.</translation>
    </message>
    <message>
        <source>Copied: the tollctl line that prints what is shown.</source>
        <translation>Kopiert: die tollctl-Zeile, die das Gezeigte ausgibt.</translation>
    </message>
    <message>
        <source>Copied: the SQL statement that gives what is shown.</source>
        <translation>Kopiert: die SQL-Anweisung, die das Gezeigte liefert.</translation>
    </message>
    <message>
        <source>Laying out the report…</source>
        <translation>Der Bericht wird gesetzt…</translation>
    </message>
    <message>
        <source>Writing page %1 of %2…</source>
        <translation>Seite %1 von %2 wird geschrieben…</translation>
    </message>
    <message>
        <source>Writing rows…</source>
        <translation>Zeilen werden geschrieben…</translation>
    </message>
    <message>
        <source>Laying out page %1…</source>
        <translation>Seite %1 wird gesetzt…</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::ExportDialog</name>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Excel workbook</source>
        <translation>Excel-Arbeitsmappe</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>What is shown: %1 (%2)</source>
        <translation>Das Gezeigte: %1 (%2)</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 Zeile</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 Zeilen</translation>
    </message>
    <message>
        <source>All calls: %1 (%2)</source>
        <translation>Alle Aufrufe: %1 (%2)</translation>
    </message>
    <message>
        <source>Leave cells that look like &amp;formulas as they are</source>
        <translation>Zellen, die wie Fo&amp;rmeln aussehen, unverändert lassen</translation>
    </message>
    <message>
        <source>Without this, a project called =A1 is written as &apos;=A1, so that a spreadsheet does not run it.</source>
        <translation>Sonst wird ein Projekt namens =A1 als &apos;=A1 geschrieben, damit eine Tabellenkalkulation es nicht ausführt.</translation>
    </message>
    <message>
        <source>&amp;What</source>
        <translation>&amp;Was</translation>
    </message>
    <message>
        <source>F&amp;ormat</source>
        <translation>&amp;Format</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::ExportMenu</name>
    <message>
        <source>What is shown, as &amp;CSV…</source>
        <translation>Das Gezeigte als &amp;CSV…</translation>
    </message>
    <message>
        <source>What is shown, as &amp;JSON…</source>
        <translation>Das Gezeigte als &amp;JSON…</translation>
    </message>
    <message>
        <source>&amp;All calls of this selection, as CSV…</source>
        <translation>&amp;Alle Aufrufe dieser Auswahl als CSV…</translation>
    </message>
    <message>
        <source>All calls of this &amp;selection, as JSON…</source>
        <translation>Alle Aufrufe dieser Aus&amp;wahl als JSON…</translation>
    </message>
    <message>
        <source>All calls of this selection, as &amp;Excel workbook…</source>
        <translation>Alle Aufrufe dieser Auswahl als &amp;Excel-Arbeitsmappe…</translation>
    </message>
    <message>
        <source>&amp;Report as PDF…</source>
        <translation>&amp;Bericht als PDF…</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand</source>
        <translation>Als Be&amp;fehl kopieren</translation>
    </message>
    <message>
        <source>The tollctl line that prints what is shown</source>
        <translation>Die tollctl-Zeile, die das Gezeigte ausgibt</translation>
    </message>
    <message>
        <source>Copy as S&amp;QL</source>
        <translation>Als S&amp;QL kopieren</translation>
    </message>
    <message>
        <source>The statement that gives what is shown, for psql or sqlite3</source>
        <translation>Die Anweisung, die das Gezeigte liefert, für psql oder sqlite3</translation>
    </message>
    <message>
        <source>Chart as &amp;PNG…</source>
        <translation>Diagramm als &amp;PNG…</translation>
    </message>
    <message>
        <source>Chart as S&amp;VG…</source>
        <translation>Diagramm als S&amp;VG…</translation>
    </message>
    <message>
        <source>Copy c&amp;hart as picture</source>
        <translation>&amp;Diagramm als Bild kopieren</translation>
    </message>
    <message>
        <source>From one of the s&amp;tores</source>
        <translation>Aus einer der Da&amp;tenbanken</translation>
    </message>
    <message>
        <source>Logs and commands are of one store: choose a project, or below one of the stores</source>
        <translation>Protokolle und Befehle gehören zu einer Datenbank: ein Projekt wählen oder unten eine der Datenbanken</translation>
    </message>
    <message>
        <source>&amp;FOCUS for finance…</source>
        <translation>F&amp;OCUS für das Controlling…</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::ExportProgress</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::Figures</name>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Month to date</source>
        <translation>Monat bisher</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Why did spend change?</source>
        <translation>Warum haben sich die Ausgaben geändert?</translation>
    </message>
    <message>
        <source>Why did it change?</source>
        <translation>Warum hat es sich geändert?</translation>
    </message>
    <message>
        <source>Spend, %1</source>
        <translation>Ausgaben, %1</translation>
    </message>
    <message>
        <source>vs %1 before</source>
        <translation>zuvor %1</translation>
    </message>
    <message>
        <source>no forecast yet</source>
        <translation>noch keine Prognose</translation>
    </message>
    <message>
        <source>forecast %1</source>
        <translation>Prognose %1</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>%1 a day</source>
        <translation>%1 pro Tag</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>%1 Eingabe, %2 Ausgabe</translation>
    </message>
    <message>
        <source>%1 in · %2 out</source>
        <translation>%1 ein · %2 aus</translation>
    </message>
    <message>
        <source>· was %1</source>
        <translation>· zuvor %1</translation>
    </message>
    <message>
        <source>Cost per %1 calls</source>
        <translation>Pro %1 Aufrufe</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::FileField</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>D&amp;urchsuchen…</translation>
    </message>
    <message>
        <source>Enter the name of a file.</source>
        <translation>Bitte den Namen einer Datei eingeben.</translation>
    </message>
    <message>
        <source>That is a folder. Enter the name of a file in it.</source>
        <translation>Das ist ein Ordner. Bitte den Namen einer Datei darin eingeben.</translation>
    </message>
    <message>
        <source>The folder %1 does not exist.</source>
        <translation>Den Ordner %1 gibt es nicht.</translation>
    </message>
    <message>
        <source>The file exists and will be replaced.</source>
        <translation>Die Datei gibt es schon; sie wird ersetzt.</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>B&amp;rowse…</source>
        <translation>Du&amp;rchsuchen…</translation>
    </message>
    <message>
        <source>There is no file %1 to read.</source>
        <translation>Es gibt keine lesbare Datei %1.</translation>
    </message>
    <message>
        <source>Read from</source>
        <translation>Lesen aus</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::FocusDialog</name>
    <message>
        <source>Export as FOCUS</source>
        <translation>Als FOCUS exportieren</translation>
    </message>
    <message>
        <source>BillingAccountId: what your finance team knows this account by</source>
        <translation>BillingAccountId: unter welchem Namen das Controlling dieses Konto führt</translation>
    </message>
    <message>
        <source>&amp;Version</source>
        <translation>&amp;Version</translation>
    </message>
    <message>
        <source>Billing &amp;account</source>
        <translation>Abrechnungs&amp;konto</translation>
    </message>
    <message>
        <source>FOCUS wants to know who bills for each model.</source>
        <translation>FOCUS verlangt zu jedem Modell, wer es in Rechnung stellt.</translation>
    </message>
    <message>
        <source>&amp;Provider of %1</source>
        <translation>&amp;Anbieter von %1</translation>
    </message>
    <message>
        <source>Name who bills for the models that no rule knows.</source>
        <translation>Bitte angeben, wer die Modelle in Rechnung stellt, die keine Regel kennt.</translation>
    </message>
    <message>
        <source>project, model and UTC day</source>
        <translation>Projekt, Modell und UTC-Tag</translation>
    </message>
    <message>
        <source>project, model and UTC hour</source>
        <translation>Projekt, Modell und UTC-Stunde</translation>
    </message>
    <message>
        <source>Ro&amp;ws by</source>
        <translation>&amp;Zeilen nach</translation>
    </message>
    <message>
        <source>&amp;Split into rows of input and of output tokens</source>
        <translation>In Zeilen für Ein&amp;gabe- und für Ausgabe-Tokens aufteilen</translation>
    </message>
    <message>
        <source>The cost is shared in proportion to list prices; the rows of a call&apos;s input and output add up to it exactly.</source>
        <translation>Die Kosten werden im Verhältnis der Listenpreise geteilt; die Zeilen für Eingabe und Ausgabe ergeben zusammen genau den Betrag.</translation>
    </message>
    <message>
        <source>Price list</source>
        <translation>Preisliste</translation>
    </message>
    <message>
        <source>Lines MODEL,INPUT,OUTPUT with prices in USD for a million tokens, or the JSON that LiteLLM publishes</source>
        <translation>Zeilen MODELL,EINGABE,AUSGABE mit Preisen in USD für eine Million Tokens oder das JSON, das LiteLLM veröffentlicht</translation>
    </message>
    <message>
        <source>Price &amp;list</source>
        <translation>Preis&amp;liste</translation>
    </message>
    <message>
        <source>%1. Costs are as logged, not as invoiced.</source>
        <translation>%1. Kosten laut Protokoll, nicht laut Rechnung.</translation>
    </message>
    <message>
        <source>Name a file with the prices of tokens.</source>
        <translation>Bitte eine Datei mit den Preisen der Tokens angeben.</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::GroupPage</name>
    <message>
        <source>All projects</source>
        <translation>Alle Projekte</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>Alle Modelle</translation>
    </message>
    <message>
        <source>Search projects</source>
        <translation>Projekte durchsuchen</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>Modelle durchsuchen</translation>
    </message>
    <message>
        <source>Why did it change?</source>
        <translation>Warum hat es sich geändert?</translation>
    </message>
    <message>
        <source>What the difference of spend against the range before is made of</source>
        <translation>Woraus sich der Unterschied zum vorigen Zeitraum zusammensetzt</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>Alle Aufrufe</translation>
    </message>
    <message>
        <source>The calls of this range, one by one</source>
        <translation>Die Aufrufe dieses Zeitraums, einzeln</translation>
    </message>
    <message>
        <source>Set limit…</source>
        <translation>Limit setzen…</translation>
    </message>
    <message>
        <source>Reset…</source>
        <translation>Zurücksetzen…</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Stunden</translation>
    </message>
    <message>
        <source>Show calls</source>
        <translation>Aufrufe zeigen</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::HelpWindow</name>
    <message>
        <source>manual.md</source>
        <comment>the file of the manual in this language</comment>
        <translation>manual.de.md</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>Search the manual</source>
        <translation>Handbuch durchsuchen</translation>
    </message>
    <message>
        <source>Enter: next</source>
        <translation>Eingabetaste: weiter</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::LedgerDialog</name>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>Ledger of %1</source>
        <translation>Abgleich von %1</translation>
    </message>
    <message>
        <source>Repair counter</source>
        <translation>Zähler berichtigen</translation>
    </message>
    <message>
        <source>Counter (budgets.total_cost)</source>
        <translation>Zähler (budgets.total_cost)</translation>
    </message>
    <message>
        <source>Log, %1</source>
        <translation>Protokoll, %1</translation>
    </message>
    <message>
        <source>of it given back by undone resets</source>
        <translation>davon aus rückgängig gemachten Zurücksetzungen</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Repairing sets the counter to what the log says. Both amounts are written to the audit log as %1; calls are not touched.</source>
        <translation>Das Berichtigen setzt den Zähler auf den Stand des Protokolls. Beide Beträge werden im Prüfprotokoll vermerkt als %1; Aufrufe bleiben unberührt.</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::Legend</name>
    <message>
        <source>Legend: %1</source>
        <translation>Legende: %1</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Übrige</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::LimitDialog</name>
    <message>
        <source>What the project has spent cannot be read: reset its budget.</source>
        <translation>Was das Projekt ausgegeben hat, ist unlesbar: Bitte das Budget zurücksetzen.</translation>
    </message>
    <message>
        <source>Spent since the reset on %1: %2</source>
        <translation>Ausgegeben seit der Zurücksetzung am %1: %2</translation>
    </message>
    <message>
        <source>Spent so far: %1</source>
        <translation>Bisher ausgegeben: %1</translation>
    </message>
    <message>
        <source>Limit of %1</source>
        <translation>Limit von %1</translation>
    </message>
    <message>
        <source>for example 2000</source>
        <translation>zum Beispiel 2000</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Daily</source>
        <translation>Täglich</translation>
    </message>
    <message>
        <source>Weekly, from Monday</source>
        <translation>Wöchentlich, ab Montag</translation>
    </message>
    <message>
        <source>Monthly</source>
        <translation>Monatlich</translation>
    </message>
    <message>
        <source>The budget starts anew at each UTC boundary</source>
        <translation>Das Budget beginnt an jeder UTC-Grenze neu</translation>
    </message>
    <message>
        <source>&amp;Limit in USD</source>
        <translation>&amp;Limit in USD</translation>
    </message>
    <message>
        <source>&amp;Period (UTC)</source>
        <translation>&amp;Periode (UTC)</translation>
    </message>
    <message>
        <source>&amp;Warn at percent</source>
        <translation>&amp;Warnen bei Prozent</translation>
    </message>
    <message>
        <source>What this limit would have done</source>
        <translation>Was dieses Limit bewirkt hätte</translation>
    </message>
    <message>
        <source>Save limit</source>
        <translation>Limit speichern</translation>
    </message>
    <message>
        <source>Clear limit…</source>
        <translation>Limit aufheben…</translation>
    </message>
    <message>
        <source>Written to the audit log as %1.</source>
        <translation>Wird im Prüfprotokoll vermerkt als %1.</translation>
    </message>
    <message>
        <source>This limit is reached already: every further call is refused.</source>
        <translation>Dieses Limit ist bereits erreicht: Jeder weitere Aufruf wird abgelehnt.</translation>
    </message>
    <message>
        <source>This limit is reached already: every further call is refused until the period ends.</source>
        <translation>Dieses Limit ist bereits erreicht: Bis zum Ende der Periode wird jeder weitere Aufruf abgelehnt.</translation>
    </message>
    <message>
        <source>%1 of this limit is used; %2 is left.</source>
        <translation>%1 dieses Limits sind genutzt; %2 bleiben übrig.</translation>
    </message>
    <message>
        <source> It starts anew on %1 (UTC).</source>
        <translation> Es beginnt am %1 neu (UTC).</translation>
    </message>
    <message>
        <source> What was spent before counts until then; reset the budget to start from nothing.</source>
        <translation> Bis dahin zählt auch, was vorher ausgegeben wurde; Zurücksetzen beginnt bei null.</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::MainWindow</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Search on this page</source>
        <translation>Auf dieser Seite suchen</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Theme as the system</source>
        <translation>Erscheinungsbild wie das System</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Helles Erscheinungsbild</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>Dunkles Erscheinungsbild</translation>
    </message>
    <message>
        <source>High-contrast theme</source>
        <translation>Kontrastreiches Erscheinungsbild</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastaturkürzel</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Commands…</source>
        <translation>Befehle…</translation>
    </message>
    <message>
        <source>About Tollkeeper</source>
        <translation>Über Tollkeeper</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Letzte 24 Stunden</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Dieser Monat</translation>
    </message>
    <message>
        <source>This quarter</source>
        <translation>Dieses Quartal</translation>
    </message>
    <message>
        <source>From the first call to the last</source>
        <translation>Vom ersten bis zum letzten Aufruf</translation>
    </message>
    <message>
        <source>From one day to another…</source>
        <translation>Von einem Tag bis zu einem anderen…</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Compare with the previous period, or not</source>
        <translation>Mit dem vorigen Zeitraum vergleichen oder nicht</translation>
    </message>
    <message>
        <source>Group by project</source>
        <translation>Nach Projekt gruppieren</translation>
    </message>
    <message>
        <source>Group by model</source>
        <translation>Nach Modell gruppieren</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Read everything again</source>
        <translation>Alles neu lesen</translation>
    </message>
    <message>
        <source>Open store…</source>
        <translation>Datenbank öffnen…</translation>
    </message>
    <message>
        <source>Open local file</source>
        <translation>Lokale Datei öffnen</translation>
    </message>
    <message>
        <source>Open sample data</source>
        <translation>Beispieldaten öffnen</translation>
    </message>
    <message>
        <source>Names of stores…</source>
        <translation>Namen der Datenbanken…</translation>
    </message>
    <message>
        <source>About this store…</source>
        <translation>Über diese Datenbank…</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <translation>Neu verbinden</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Set limit of %1…</source>
        <translation>Limit von %1 setzen…</translation>
    </message>
    <message>
        <source>Clear limit of %1…</source>
        <translation>Limit von %1 aufheben…</translation>
    </message>
    <message>
        <source>Reset budget of %1…</source>
        <translation>Budget von %1 zurücksetzen…</translation>
    </message>
    <message>
        <source>Why did it change?</source>
        <translation>Warum hat es sich geändert?</translation>
    </message>
    <message>
        <source>Several stores together…</source>
        <translation>Mehrere Datenbanken zusammen…</translation>
    </message>
    <message>
        <source>Group by store</source>
        <translation>Nach Datenbank gruppieren</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::MergeDialog</name>
    <message>
        <source>Several stores together</source>
        <translation>Mehrere Datenbanken zusammen</translation>
    </message>
    <message>
        <source>Choose two or more. They are shown as one: one total, one chart, one list of budgets and of calls. Each project stands under the short name of its store, which you can change here, and changes go to the store that it is in.</source>
        <translation>Wählen Sie zwei oder mehr. Sie werden wie eine gezeigt: eine Summe, ein Diagramm, eine Liste der Budgets und der Aufrufe. Jedes Projekt steht unter dem Kurznamen seiner Datenbank, den Sie hier ändern können, und Änderungen gehen in die Datenbank, in der es ist.</translation>
    </message>
    <message>
        <source>optional: keeps this view in the menu</source>
        <translation>optional: hält diese Ansicht im Menü</translation>
    </message>
    <message>
        <source>N&amp;ame of the view</source>
        <translation>N&amp;ame der Ansicht</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Stores to show together</source>
        <translation>Datenbanken, die zusammen gezeigt werden</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>Kurzname</translation>
    </message>
    <message>
        <source>&amp;Up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>&amp;Down</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>Another s&amp;tore…</source>
        <translation>Ander&amp;e Datenbank…</translation>
    </message>
    <message>
        <source>Choose two stores or more.</source>
        <translation>Wählen Sie mindestens zwei Datenbanken.</translation>
    </message>
    <message>
        <source>Projects will be called as in “%1”.</source>
        <translation>Projekte werden heißen wie „%1“.</translation>
    </message>
    <message>
        <source>chat</source>
        <comment>an example of a project</comment>
        <translation>Chat</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::OpenStoreDialog</name>
    <message>
        <source>record calls</source>
        <translation>Aufrufe aufzeichnen</translation>
    </message>
    <message>
        <source>reset budgets</source>
        <translation>Budgets zurücksetzen</translation>
    </message>
    <message>
        <source>set limits</source>
        <translation>Limits setzen</translation>
    </message>
    <message>
        <source>encrypted (TLS)</source>
        <translation>verschlüsselt (TLS)</translation>
    </message>
    <message>
        <source>not encrypted</source>
        <translation>unverschlüsselt</translation>
    </message>
    <message>
        <source>signed in as %1</source>
        <translation>angemeldet als %1</translation>
    </message>
    <message>
        <source>Works: %1.</source>
        <translation>Verbindung steht: %1.</translation>
    </message>
    <message>
        <source>You may only read.</source>
        <translation>Sie dürfen nur lesen.</translation>
    </message>
    <message>
        <source>You may %1.</source>
        <translation>Sie dürfen %1.</translation>
    </message>
    <message>
        <source>Open store</source>
        <translation>Datenbank öffnen</translation>
    </message>
    <message>
        <source>&amp;PostgreSQL</source>
        <translation>&amp;PostgreSQL</translation>
    </message>
    <message>
        <source>SQLite &amp;file</source>
        <translation>SQLite-&amp;Datei</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Stores that were open before…</source>
        <translation>Zuvor geöffnete Datenbanken…</translation>
    </message>
    <message>
        <source>Stores that were open before</source>
        <translation>Zuvor geöffnete Datenbanken</translation>
    </message>
    <message>
        <source>optional: keeps this store in the menu</source>
        <translation>freiwillig: hält diese Datenbank im Menü</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>%1 It is asked for each time.</source>
        <translation>%1 Es wird jedes Mal danach gefragt.</translation>
    </message>
    <message>
        <source>%1 Please type it.</source>
        <translation>%1 Bitte eingeben.</translation>
    </message>
    <message>
        <source>&amp;URL</source>
        <translation>&amp;URL</translation>
    </message>
    <message>
        <source>&amp;Host</source>
        <translation>&amp;Host</translation>
    </message>
    <message>
        <source>name, address or socket folder</source>
        <translation>Name, Adresse oder Socket-Ordner</translation>
    </message>
    <message>
        <source>P&amp;ort</source>
        <translation>P&amp;ort</translation>
    </message>
    <message>
        <source>&amp;Database</source>
        <translation>Daten&amp;bank</translation>
    </message>
    <message>
        <source>as the user is called</source>
        <translation>wie der Benutzer heißt</translation>
    </message>
    <message>
        <source>U&amp;ser</source>
        <translation>B&amp;enutzer</translation>
    </message>
    <message>
        <source>as you are signed in here</source>
        <translation>wie Sie hier angemeldet sind</translation>
    </message>
    <message>
        <source>Pass&amp;word</source>
        <translation>Pass&amp;wort</translation>
    </message>
    <message>
        <source>empty where ~/.pgpass has it</source>
        <translation>leer, wenn es in ~/.pgpass steht</translation>
    </message>
    <message>
        <source>&amp;Keep it in the desktop&apos;s keychain</source>
        <translation>Im &amp;Schlüsselbund des Desktops aufbewahren</translation>
    </message>
    <message>
        <source>As the server likes (prefer)</source>
        <translation>Wie der Server möchte (prefer)</translation>
    </message>
    <message>
        <source>Only encrypted (require)</source>
        <translation>Nur verschlüsselt (require)</translation>
    </message>
    <message>
        <source>Encrypted, trusted authority (verify-ca)</source>
        <translation>Verschlüsselt, vertrauenswürdige Stelle (verify-ca)</translation>
    </message>
    <message>
        <source>Encrypted, right host (verify-full)</source>
        <translation>Verschlüsselt, richtiger Host (verify-full)</translation>
    </message>
    <message>
        <source>Never encrypted (disable)</source>
        <translation>Nie verschlüsselt (disable)</translation>
    </message>
    <message>
        <source>&amp;TLS</source>
        <translation>&amp;TLS</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>D&amp;urchsuchen…</translation>
    </message>
    <message>
        <source>F&amp;ile</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>llm-toll&apos;s own file is %1. A file that does not exist yet is made.</source>
        <translation>Die eigene Datei von llm-toll ist %1. Eine Datei, die es noch nicht gibt, wird angelegt.</translation>
    </message>
    <message>
        <source>T&amp;est</source>
        <translation>&amp;Verbindung testen</translation>
    </message>
    <message>
        <source>Connects, looks, and changes nothing</source>
        <translation>Verbindet, sieht nach und ändert nichts</translation>
    </message>
    <message>
        <source>A PostgreSQL URL begins with postgresql://.</source>
        <translation>Eine PostgreSQL-URL beginnt mit postgresql://.</translation>
    </message>
    <message>
        <source>Enter the path of a file.</source>
        <translation>Bitte den Pfad einer Datei eingeben.</translation>
    </message>
    <message>
        <source>A port is a number from 1 to 65535.</source>
        <translation>Ein Port ist eine Zahl von 1 bis 65535.</translation>
    </message>
    <message>
        <source>Open SQLite store</source>
        <translation>SQLite-Datenbank öffnen</translation>
    </message>
    <message>
        <source>SQLite stores (*.db *.sqlite *.sqlite3)</source>
        <translation>SQLite-Datenbanken (*.db *.sqlite *.sqlite3)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbindung wird aufgebaut…</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::OverviewPage</name>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>%1 of %2, most at risk first</source>
        <translation>%1 von %2, kritischste zuerst</translation>
    </message>
    <message>
        <source>most at risk first</source>
        <translation>kritischste zuerst</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::PeriodsModel</name>
    <message>
        <source>until %1</source>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Period (UTC)</source>
        <translation>Periode (UTC)</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Ausgegeben</translation>
    </message>
    <message>
        <source>As logged</source>
        <translation>Laut Protokoll</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>At that time</source>
        <translation>Zum damaligen Zeitpunkt</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Genutzt</translation>
    </message>
    <message>
        <source>Percent of the limit</source>
        <translation>Prozent des Limits</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>What was spent counted into the next period instead</source>
        <translation>Die Ausgaben zählten stattdessen zur nächsten Periode</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::PlaceBar</name>
    <message>
        <source>Place in the log</source>
        <translation>Stelle im Protokoll</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Kontrastreich</translation>
    </message>
    <message>
        <source>The language changes when Tollkeeper is started again.</source>
        <translation>Die Sprache wechselt beim nächsten Start von Tollkeeper.</translation>
    </message>
    <message>
        <source>Every second</source>
        <translation>Jede Sekunde</translation>
    </message>
    <message>
        <source>Every %1 seconds</source>
        <translation>Alle %1 Sekunden</translation>
    </message>
    <message>
        <source>Only with F5</source>
        <translation>Nur mit F5</translation>
    </message>
    <message>
        <source>Every %1 ms</source>
        <translation>Alle %1 ms</translation>
    </message>
    <message>
        <source>&amp;Notify the desktop when a budget passes a threshold</source>
        <translation>Auf dem &amp;Desktop melden, wenn ein Budget eine Schwelle überschreitet</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Erscheinungsbild</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>S&amp;prache</translation>
    </message>
    <message>
        <source>&amp;Look for changes</source>
        <translation>&amp;Aktualisieren</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::ResetDialog</name>
    <message>
        <source>Reset the budget of %1?</source>
        <translation>Budget von %1 zurücksetzen?</translation>
    </message>
    <message>
        <source>Reset %1 budgets?</source>
        <translation>%1 Budgets zurücksetzen?</translation>
    </message>
    <message>
        <source>Reset budget</source>
        <translation>Budget zurücksetzen</translation>
    </message>
    <message>
        <source>Reset %1 budgets</source>
        <translation>%1 Budgets zurücksetzen</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>unlesbar</translation>
    </message>
    <message>
        <source>What was spent is set to zero and counts anew. The calls themselves stay in the log, and the reset can be undone from the audit log.</source>
        <translation>Die Ausgaben werden auf null gesetzt und neu gezählt. Die Aufrufe selbst bleiben im Protokoll, und im Prüfprotokoll lässt sich die Zurücksetzung rückgängig machen.</translation>
    </message>
    <message>
        <source>Written to the audit log as %1.</source>
        <translation>Wird im Prüfprotokoll vermerkt als %1.</translation>
    </message>
    <message>
        <source>More was spent after you confirmed, so nothing was cleared here. These are the totals now:</source>
        <translation>Nach der Bestätigung kamen Ausgaben hinzu, daher wurde hier nichts zurückgesetzt. Die Summen sind jetzt:</translation>
    </message>
    <message>
        <source>Clear &amp;whatever the total is by then</source>
        <translation>&amp;Zurücksetzen, wie hoch die Summe dann auch ist</translation>
    </message>
    <message>
        <source>What will be cleared</source>
        <translation>Was zurückgesetzt wird</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Will be cleared</source>
        <translation>Wird zurückgesetzt</translation>
    </message>
    <message>
        <source>Last reset</source>
        <translation>Zuletzt zurückgesetzt</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Zusammen</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::SaveDialog</name>
    <message>
        <source>F&amp;ile</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::SeriesModel</name>
    <message>
        <source>Hour (UTC)</source>
        <translation>Stunde (UTC)</translation>
    </message>
    <message>
        <source>Day (UTC)</source>
        <translation>Tag (UTC)</translation>
    </message>
    <message>
        <source>Week (UTC)</source>
        <translation>Woche (UTC)</translation>
    </message>
    <message>
        <source>Month (UTC)</source>
        <translation>Monat (UTC)</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Übrige</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::Sidebar</name>
    <message>
        <source>Ctrl+%1</source>
        <translation>Strg+%1</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>1 budget exceeded</source>
        <translation>1 Budget ausgeschöpft</translation>
    </message>
    <message>
        <source>%1 budgets exceeded</source>
        <translation>%1 Budgets ausgeschöpft</translation>
    </message>
    <message>
        <source>1 budget past a warning</source>
        <translation>1 Budget über einer Warnschwelle</translation>
    </message>
    <message>
        <source>%1 budgets past a warning</source>
        <translation>%1 Budgets über einer Warnschwelle</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::SpendCard</name>
    <message>
        <source>As a table</source>
        <translation>Als Tabelle</translation>
    </message>
    <message>
        <source>UTC hours · %1</source>
        <translation>UTC-Stunden · %1</translation>
    </message>
    <message>
        <source>UTC days · %1</source>
        <translation>UTC-Tage · %1</translation>
    </message>
    <message>
        <source>Spend over time</source>
        <translation>Ausgaben im Zeitverlauf</translation>
    </message>
    <message>
        <source>As a chart</source>
        <translation>Als Diagramm</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::SpendChart</name>
    <message>
        <source>Other</source>
        <translation>Übrige</translation>
    </message>
    <message>
        <source>No spend in this range.</source>
        <translation>Keine Ausgaben in diesem Zeitraum.</translation>
    </message>
    <message>
        <source>%1, one after the other with the arrow keys. Highest: %2 with %3. Largest group: %4 with %5.</source>
        <translation>%1, einzeln mit den Pfeiltasten. Höchster: %2 mit %3. Größte Gruppe: %4 mit %5.</translation>
    </message>
    <message>
        <source>bar</source>
        <translation>Balken</translation>
    </message>
    <message>
        <source>bars</source>
        <translation>Balken</translation>
    </message>
    <message>
        <source> Unusual: %1.</source>
        <translation> Auffällig: %1.</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>usually %1</source>
        <translation>sonst %1</translation>
    </message>
    <message>
        <source> (not over yet)</source>
        <translation> (noch nicht zu Ende)</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::SpendModel</name>
    <message>
        <source>Trend</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Spend as logged, in USD</source>
        <translation>Ausgaben laut Protokoll, in USD</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Share of the spend of all rows</source>
        <translation>Anteil an den Ausgaben aller Zeilen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Change of spend against the range before</source>
        <translation>Änderung der Ausgaben gegenüber dem vorigen Zeitraum</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Token ein</translation>
    </message>
    <message>
        <source>Input tokens</source>
        <translation>Eingabe-Token</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Token aus</translation>
    </message>
    <message>
        <source>Output tokens</source>
        <translation>Ausgabe-Token</translation>
    </message>
    <message>
        <source>Per call</source>
        <translation>Pro Aufruf</translation>
    </message>
    <message>
        <source>Mean cost of a call</source>
        <translation>Mittlere Kosten eines Aufrufs</translation>
    </message>
    <message>
        <source>Per 1 M tokens</source>
        <translation>Pro 1 Mio. Token</translation>
    </message>
    <message>
        <source>Mean cost of a million tokens, input and output alike</source>
        <translation>Mittlere Kosten einer Million Token, Eingabe wie Ausgabe</translation>
    </message>
    <message>
        <source>Spend over the range</source>
        <translation>Ausgaben über den Zeitraum</translation>
    </message>
    <message>
        <source>Last call</source>
        <translation>Letzter Aufruf</translation>
    </message>
    <message>
        <source>Budget used</source>
        <translation>Budget genutzt</translation>
    </message>
    <message>
        <source>Percent of the limit</source>
        <translation>Prozent des Limits</translation>
    </message>
    <message>
        <source>No price</source>
        <translation>Kein Preis</translation>
    </message>
    <message>
        <source>%1 with %2 tokens were logged without a cost. If the model is not free, its price was missing and spend is hidden.</source>
        <translation>Ohne Kosten protokolliert: %1 mit %2 Token. Ist das Modell nicht kostenlos, fehlte sein Preis, und Ausgaben bleiben verborgen.</translation>
    </message>
    <message>
        <source>call</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>%1 in the range before</source>
        <translation>%1 im vorigen Zeitraum</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Kein Limit</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>%1 von %2: %3</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Datenbank</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::StateView</name>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Open another store…</source>
        <translation>Andere Datenbank öffnen…</translation>
    </message>
    <message>
        <source>Look at sample data</source>
        <translation>Beispieldaten ansehen</translation>
    </message>
    <message>
        <source>%1 could not be opened</source>
        <translation>%1 ließ sich nicht öffnen</translation>
    </message>
    <message>
        <source>The store could not be opened</source>
        <translation>Die Datenbank ließ sich nicht öffnen</translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation>Verbindung zu %1…</translation>
    </message>
    <message>
        <source>No store is open</source>
        <translation>Keine Datenbank geöffnet</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::StatusLine</name>
    <message>
        <source>signed in as %1</source>
        <translation>angemeldet als %1</translation>
    </message>
    <message>
        <source>signed in as %1 (%2)</source>
        <translation>angemeldet als %1 (%2)</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>schreibgeschützt</translation>
    </message>
    <message>
        <source>limited rights</source>
        <translation>eingeschränkte Rechte</translation>
    </message>
    <message>
        <source>UTC days</source>
        <translation>UTC-Tage</translation>
    </message>
    <message>
        <source>Left out of every sum: show them in the log</source>
        <translation>Fehlen in allen Summen: im Protokoll zeigen</translation>
    </message>
    <message>
        <source>1 call</source>
        <translation>1 Aufruf</translation>
    </message>
    <message>
        <source>%1 calls</source>
        <translation>%1 Aufrufe</translation>
    </message>
    <message>
        <source>refresh %1 ms</source>
        <translation>gelesen in %1 ms</translation>
    </message>
    <message>
        <source>How long the last reading of the store took</source>
        <translation>Wie lange das letzte Lesen der Datenbank dauerte</translation>
    </message>
    <message>
        <source>1 bad row</source>
        <translation>1 fehlerhafte Zeile</translation>
    </message>
    <message>
        <source>%1 bad rows</source>
        <translation>%1 fehlerhafte Zeilen</translation>
    </message>
    <message>
        <source>Live, updated %1</source>
        <translation>Live, Stand %1</translation>
    </message>
    <message>
        <source>Not live, updated %1</source>
        <translation>Nicht live, Stand %1</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbindung wird aufgebaut…</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>Keine Verbindung</translation>
    </message>
    <message>
        <source>No store</source>
        <translation>Keine Datenbank</translation>
    </message>
    <message>
        <source>away</source>
        <translation>nicht erreichbar</translation>
    </message>
    <message>
        <source>Partly live, oldest %1</source>
        <translation>Teils aktuell, ältestes %1</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::StoreActions</name>
    <message>
        <source>The keychain has no password for this store.</source>
        <translation>Der Schlüsselbund hat kein Passwort für diese Datenbank.</translation>
    </message>
    <message>
        <source>No store is open.</source>
        <translation>Es ist keine Datenbank geöffnet.</translation>
    </message>
    <message>
        <source>The password could not be kept, so you will be asked for it each time. %1</source>
        <translation>Das Passwort ließ sich nicht aufbewahren; es wird jedes Mal danach gefragt. %1</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::StoreCard</name>
    <message>
        <source>Store: %1, %2</source>
        <translation>Datenbank: %1, %2</translation>
    </message>
    <message>
        <source>Opens and names stores</source>
        <translation>Öffnet und benennt Datenbanken</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::StoreMenu</name>
    <message>
        <source>this computer</source>
        <translation>dieser Rechner</translation>
    </message>
    <message>
        <source>from standby, %1</source>
        <translation>vom Standby, %1</translation>
    </message>
    <message>
        <source>from the primary</source>
        <translation>vom Primärserver</translation>
    </message>
    <message>
        <source>invented calls, to look round</source>
        <translation>erfundene Aufrufe</translation>
    </message>
    <message>
        <source>no TLS</source>
        <translation>ohne TLS</translation>
    </message>
    <message>
        <source>Sample data</source>
        <translation>Beispieldaten</translation>
    </message>
    <message>
        <source>No store</source>
        <translation>Keine Datenbank</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>antwortet nicht</translation>
    </message>
    <message>
        <source>connecting…</source>
        <translation>verbindet…</translation>
    </message>
    <message>
        <source>could not be opened</source>
        <translation>ließ sich nicht öffnen</translation>
    </message>
    <message>
        <source>click to open one</source>
        <translation>zum Öffnen klicken</translation>
    </message>
    <message>
        <source>&amp;Open store…</source>
        <translation>&amp;Datenbank öffnen…</translation>
    </message>
    <message>
        <source>&amp;Recent stores</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Local file (~/.llm_toll.db)</source>
        <translation>&amp;Lokale Datei (~/.llm_toll.db)</translation>
    </message>
    <message>
        <source>&amp;Sample data</source>
        <translation>&amp;Beispieldaten</translation>
    </message>
    <message>
        <source>&amp;Names of stores…</source>
        <translation>&amp;Namen der Datenbanken…</translation>
    </message>
    <message>
        <source>&amp;About this store…</source>
        <translation>Über d&amp;iese Datenbank…</translation>
    </message>
    <message>
        <source>Re&amp;connect</source>
        <translation>Neu &amp;verbinden</translation>
    </message>
    <message>
        <source>away: %1</source>
        <translation>nicht erreichbar: %1</translation>
    </message>
    <message>
        <source>%1 stores as one</source>
        <translation>%1 Datenbanken als eine</translation>
    </message>
    <message>
        <source>Se&amp;veral stores together…</source>
        <translation>&amp;Mehrere Datenbanken zusammen…</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::StoreTable</name>
    <message>
        <source>Location</source>
        <translation>Ort</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::StoresDialog</name>
    <message>
        <source>Stores</source>
        <translation>Datenbanken</translation>
    </message>
    <message>
        <source>Stores that were open before</source>
        <translation>Zuvor geöffnete Datenbanken</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Re&amp;name</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Forgets where the store is, and its password. The store stays.</source>
        <translation>Vergisst Ort und Passwort der Datenbank. Die Datenbank bleibt.</translation>
    </message>
    <message>
        <source>A store with a name stays in the menu; of the others the last few do.</source>
        <translation>Eine Datenbank mit Namen bleibt im Menü; von den anderen die letzten.</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::Table</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>Als CSV kopieren</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
</context>
<context>
    <name>tollkeeper::ui::TopBar</name>
    <message>
        <source>24 h</source>
        <translation>24 h</translation>
    </message>
    <message>
        <source>The last 24 hours</source>
        <translation>Die letzten 24 Stunden</translation>
    </message>
    <message>
        <source>7 d</source>
        <translation>7 T</translation>
    </message>
    <message>
        <source>The last 7 UTC days</source>
        <translation>Die letzten 7 UTC-Tage</translation>
    </message>
    <message>
        <source>30 d</source>
        <translation>30 T</translation>
    </message>
    <message>
        <source>The last 30 UTC days</source>
        <translation>Die letzten 30 UTC-Tage</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>This month so far</source>
        <translation>Dieser Monat bisher</translation>
    </message>
    <message>
        <source>Quarter</source>
        <translation>Quartal</translation>
    </message>
    <message>
        <source>This quarter so far</source>
        <translation>Dieses Quartal bisher</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>From the first call to the last</source>
        <translation>Vom ersten bis zum letzten Aufruf</translation>
    </message>
    <message>
        <source>Custom…</source>
        <translation>Eigener…</translation>
    </message>
    <message>
        <source>From one day to another</source>
        <translation>Von einem Tag bis zu einem anderen</translation>
    </message>
    <message>
        <source>Back (Alt+Left)</source>
        <translation>Zurück (Alt+Links)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>Gruppieren nach</translation>
    </message>
    <message>
        <source>By project</source>
        <translation>Nach Projekt</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>Nach Modell</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Strg+E</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>✓ Compare</source>
        <translation>✓ Vergleich</translation>
    </message>
    <message>
        <source>Compare with the previous period: %1</source>
        <translation>Mit dem vorigen Zeitraum vergleichen: %1</translation>
    </message>
    <message>
        <source>Compare with the previous period</source>
        <translation>Mit dem vorigen Zeitraum vergleichen</translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation>Zurück zu %1</translation>
    </message>
    <message>
        <source>By store</source>
        <translation>Nach Datenbank</translation>
    </message>
</context>
</TS>
