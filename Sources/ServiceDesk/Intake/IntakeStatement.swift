import Casework
import CaseworkSQL
import Database
import IdentityVault
import WorkingTime

/// The one statement that writes a batch: every table a submission touches, each fed by arrays.
enum IntakeStatement {
    /// Answers the ids of the cases stored: all but those whose idempotency key was used before.
    static func inserting(_ filed: [IntakeEntry], into vault: IdentityVault) -> SQL {
        let entries = filed.flatMap { [$0] + $0.report }
        return """
            with input as (
                select * from \(caseRows(entries))
            ), fresh as (
                insert into idempotent_answers (key, request, answer, answered_at)
                -- A report has the key of the filing that holds it, and no answer of its own.
                select key, request, answer, registered_at from input where key is not null and answer is not null
                -- Batches of two processes take their keys in one order, so that neither waits for the other.
                order by key
                on conflict do nothing
                returning key
            ), accepted as (
                select * from input where key is null or key in (select key from fresh)
            ), identities as (
                \(vault.deposit("select identity, sealed, registered_at from accepted where identity is not null"))
            ), opened as (
                insert into cases (
                    id, number, kind, title, body, channel, category, region, address, longitude, latitude, occurred_at,
                    against_department, against_name, accused, filed_as_report, confidential, publish_consent, identity, query_code, registered_by,
                    received_at, registered_at, changed_at, state, department, dispatches, next_due_at, event_count, clock_count, regime,
                    matter, outcome, ended_at
                )
                select
                    id, number, kind, title, body, channel, category, region, address, longitude, latitude, occurred_at,
                    against_department, against_name, string_to_array(accused, ';'), filed_as_report, confidential,
                    publish_consent, identity, query_code, registered_by,
                    received_at, registered_at, registered_at, state, department, dispatches, next_due_at, event_count, clock_count, regime,
                    matter, outcome, ended_at
                from accepted
                returning id
            ), helped as (
                insert into case_supports (case_id, department, since)
                select s.case_id, s.department, a.registered_at
                from \(supportRows(entries)) join accepted a on a.id = s.case_id
            ), linked as (
                insert into case_links (case_id, origin)
                select l.case_id, l.origin from \(linkRows(entries)) join accepted a on a.id = l.case_id
            ), routed as (
                insert into routings (case_id, ordinal, decided_at, department, map_version, explanation)
                select id, 1, registered_at, department, map_version, explanation from accepted
            ), told as (
                insert into case_events (case_id, ordinal, at, type, actor, role, text, facts, changes)
                select e.case_id, e.ordinal, e.at, e.type, e.actor, e.role, e.text, e.facts, e.changes
                from \(eventRows(entries)) join accepted a on a.id = e.case_id
            ), started as (
                insert into clocks (
                    case_id, ordinal, stage, rule, department, kind, region, started_at, due_at, provisional, calendar_version, counts_late,
                    ended_at, ended_how
                )
                select
                    c.case_id, c.ordinal, c.stage, c.rule, c.department, a.kind, a.region, c.started_at, c.due_at, c.provisional, c.calendar_version,
                    c.counts_late, c.ended_at, c.ended_how
                from \(clockRows(entries)) join accepted a on a.id = c.case_id
            )
            select id from opened
            """
    }

    private static func caseRows(_ entries: [IntakeEntry]) -> SQL {
        let filings = entries.map(\.filing)
        let files = entries.map(\.file)
        return """
            unnest(
                \(files.map(\.id.rawValue)), \(files.map(\.number.description)), \(files.map(\.kind.rawValue)),
                \(filings.map(\.title)), \(filings.map(\.body)), \(filings.map(\.channel.rawValue)),
                \(files.map(\.category?.rawValue)), \(files.map(\.region?.rawValue)), \(filings.map(\.address)),
                \(filings.map(\.place?.longitude)), \(filings.map(\.place?.latitude)), \(filings.map(\.occurredAt)),
                \(filings.map(\.against?.department?.rawValue)), \(filings.map(\.against?.name)),
                \(files.map { $0.accused.map(\.rawValue).joined(separator: ";") }), \(files.map(\.filedAsReport)),
                \(filings.map(\.confidential)), \(filings.map(\.publishConsent)),
                \(entries.map(\.identity?.token)), \(entries.map(\.identity?.bytes)), \(entries.map(\.queryCode)),
                \(filings.map(\.registeredBy?.rawValue)), \(filings.map(\.receivedAt)), \(entries.map(\.registeredAt)),
                \(files.map(\.state.rawValue)), \(files.map(\.lead?.rawValue)), \(files.map(\.dispatches)),
                \(files.map(\.nextDueAt)), \(entries.map(\.events.count)), \(files.map(\.clocks.count)),
                \(files.map(\.regime?.name)), \(files.map(\.regime?.matter)), \(files.map(\.outcome?.rawValue)), \(files.map(\.endedAt)),
                \(entries.map(\.routing.mapVersion)), \(entries.map { JSONText($0.routing.json) }),
                \(entries.map(\.key?.key)), \(entries.map(\.key?.request)), \(entries.map(\.sealedAnswer))
            ) as t (
                id, number, kind, title, body, channel, category, region, address, longitude, latitude, occurred_at,
                against_department, against_name, accused, filed_as_report, confidential, publish_consent, identity, sealed, query_code, registered_by,
                received_at, registered_at, state, department, dispatches, next_due_at, event_count, clock_count,
                regime, matter, outcome, ended_at, map_version, explanation, key, request, answer
            )
            """
    }

    private static func supportRows(_ entries: [IntakeEntry]) -> SQL {
        let rows = entries.flatMap { entry in entry.file.supporting.map { (entry.file.id.rawValue, $0.rawValue) } }
        return "unnest(\(rows.map(\.0)), \(rows.map(\.1))) as s (case_id, department)"
    }

    private static func linkRows(_ entries: [IntakeEntry]) -> SQL {
        let rows = entries.compactMap { entry in entry.origin.map { (entry.file.id.rawValue, $0.rawValue) } }
        return "unnest(\(rows.map(\.0)), \(rows.map(\.1))) as l (case_id, origin)"
    }

    private static func eventRows(_ entries: [IntakeEntry]) -> SQL {
        let rows = entries.flatMap { entry in
            // The last line keeps what the opening made.
            let opening = CaseChanges(from: nil, to: entry.file).json
            return entry.events.enumerated().map {
                (id: entry.file.id.rawValue, ordinal: $0 + 1, event: $1, changes: $0 == entry.events.count - 1 ? opening : nil)
            }
        }
        return """
            unnest(
                \(rows.map(\.id)), \(rows.map(\.ordinal)), \(rows.map(\.event.at)), \(rows.map(\.event.kind.rawValue)),
                \(rows.map(\.event.author.account?.rawValue)), \(rows.map(\.event.author.role)), \(rows.map(\.event.text)),
                \(rows.map { JSONText($0.event.factsJSON) }), \(rows.map(\.changes))
            ) as e (case_id, ordinal, at, type, actor, role, text, facts, changes)
            """
    }

    private static func clockRows(_ entries: [IntakeEntry]) -> SQL {
        let rows = entries.flatMap { entry in entry.file.clocks.map { (id: entry.file.id.rawValue, clock: $0) } }
        return """
            unnest(
                \(rows.map(\.id)), \(rows.map(\.clock.ordinal)), \(rows.map(\.clock.stage.rawValue)), \(rows.map(\.clock.rule)),
                \(rows.map(\.clock.department?.rawValue)), \(rows.map(\.clock.startedAt)), \(rows.map(\.clock.dueAt)),
                \(rows.map(\.clock.provisional)), \(rows.map(\.clock.calendarVersion)), \(rows.map(\.clock.countsLate)),
                \(rows.map(\.clock.endedAt)), \(rows.map(\.clock.ending?.rawValue))
            ) as c (
                case_id, ordinal, stage, rule, department, started_at, due_at, provisional, calendar_version, counts_late,
                ended_at, ended_how
            )
            """
    }
}
