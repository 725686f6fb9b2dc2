import Casework
import CaseworkSQL
import Database
import WorkingTime

extension ReportFilter {
    /// Conditions on `clocks k`.
    func onClocks() -> SQL {
        var conditions = [period("k.due_at"), within("k.department"), scope("k.department")]
        if case .departments(_, let accused) = scope {
            conditions.append(
                """
                not (k.kind = 'report' and exists (
                    select from cases a where a.id = k.case_id and \(Case.kept("a", from: accused))))
                """)
        }
        if let stage { conditions.append("k.stage = \(stage)") }
        if let kind { conditions.append("k.kind = \(kind)") }
        if let regions { conditions.append("k.region = any(\(regions))") }
        // The only one of these that clocks do not have themselves.
        if let categories { conditions.append("exists (select from cases b where b.id = k.case_id and b.category = any(\(categories)))") }
        return SQL(joined: conditions, separator: " and ")
    }

    /// Conditions on something that a department asked for at an instant, in the case `c`.
    func onRequests(_ department: SQL, at instant: SQL) -> SQL {
        SQL(joined: [period(instant), within(department), scope(department), notAccused(), onMatter()], separator: " and ")
    }

    /// Conditions on a case `c` as it is now; its departments are those that lead or support it.
    func onCases() -> SQL {
        SQL(joined: [period("c.received_at"), mayRead(), notAccused(), onMatter()], separator: " and ")
    }

    /// Conditions on `supervision_orders o`, that hold of the order if they hold of one of its cases.
    func onOrders() -> SQL {
        var conditions = [period("o.issued_at"), within("o.department"), scope("o.department")]
        if case .departments(_, let accused) = scope {
            conditions.append("not \(SupervisionOrder.kept(from: accused))")
        }
        if kind != nil || regions != nil || categories != nil {
            conditions.append(
                """
                exists (select from supervision_order_cases b join cases c on c.id = b.case_id
                    where b.order_id = o.id and b.left_at is null and \(onMatter()))
                """)
        }
        return SQL(joined: conditions, separator: " and ")
    }

    /// Whether the asker's departments have the case `c` now.
    func mayRead() -> SQL {
        switch scope {
        case .everything: "true"
        case .departments(let own, _):
            Case.held("c", by: own)
        case .registeredBy, .nothing: "false"
        }
    }

    /// The department is one of those asked for.
    func within(_ department: SQL) -> SQL {
        departments.map { "\(department) = any(\($0))" } ?? "true"
    }

    private func onMatter() -> SQL {
        var conditions: [SQL] = ["true"]
        if let kind { conditions.append("c.kind = \(kind)") }
        if let regions { conditions.append("c.region = any(\(regions))") }
        if let categories { conditions.append("c.category = any(\(categories))") }
        return SQL(joined: conditions, separator: " and ")
    }

    private func scope(_ department: SQL) -> SQL {
        switch scope {
        case .everything: "true"
        case .departments(let own, _): "\(department) = any(\(own))"
        case .registeredBy, .nothing: "false"
        }
    }

    private func notAccused() -> SQL {
        guard case .departments(_, let accused) = scope else { return "true" }
        return "not \(Case.kept("c", from: accused))"
    }

    private func period(_ instant: SQL) -> SQL {
        var conditions: [SQL] = ["true"]
        if let from { conditions.append("\(instant) >= \(from)") }
        if let before { conditions.append("\(instant) < \(before)") }
        return SQL(joined: conditions, separator: " and ")
    }
}
