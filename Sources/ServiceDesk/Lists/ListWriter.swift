import Database

/// Writes a difference. A table without changes sees no statement, one with changes at most one of each sort:
/// every statement raises the version of the lists.
struct ListWriter {
    typealias Fault = ListImportError.Fault

    let transaction: Transaction

    /// Keeps other writers out until the transaction ends; readers and new cases go on.
    func lock() async throws(DatabaseError) {
        let tables = ListName.allCases.map(\.table).joined(separator: ", ")
        try await transaction.execute("lock table \(unsafeSQL: tables) in share row exclusive mode")
    }

    /// Rows are deleted before others take what was theirs. References between lists are checked at the end.
    func apply(_ difference: ListDifference) async throws(DatabaseError) {
        for table in difference.tables {
            try await delete(table.removed, from: table.list)
            try await update(table.changed, of: table.list)
            try await insert(table.added, into: table.list)
        }
        if !difference.isEmpty { try await transaction.execute("set constraints all immediate") }
    }

    /// Rows that are to go but that cases, accounts and the like refer to.
    func stillInUse(_ difference: ListDifference) async throws(DatabaseError) -> [Fault] {
        var faults: [Fault] = []
        for table in difference.tables where table.list.layout.key == ["code"] && !table.removed.isEmpty {
            let codes = table.removed.map(\.label)
            for (holder, column) in try await holders(of: table.list) {
                let used = try await transaction.query(
                    """
                    select distinct \(unsafeSQL: column)::text from \(unsafeSQL: holder)
                    where \(unsafeSQL: column) = any(\(codes)) order by 1
                    """)
                for row in used {
                    let code = try row.decode(String.self)
                    let message = "\(table.list.noun) \(code) is not in the file, but \(holder) (\(column)) still refer to it"
                    faults.append(Fault(file: table.list.file, message: message))
                }
            }
        }
        return faults
    }

    /// Columns outside the lists that refer to this one, as the catalogue knows them, quoted.
    private func holders(of list: ListName) async throws(DatabaseError) -> [(table: String, column: String)] {
        let lists = ListName.allCases.map(\.table)
        let rows = try await transaction.query(
            """
            select c.conrelid::regclass::text, quote_ident(a.attname)
            from pg_constraint c
            join pg_class r on r.oid = c.conrelid
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            where c.contype = 'f' and c.confrelid = \(list.table)::regclass and c.conparentid = 0
              and cardinality(c.conkey) = 1 and r.relname <> all(\(lists))
            order by 1, 2
            """)
        var holders: [(table: String, column: String)] = []
        for row in rows { holders.append(try row.decode((String, String).self)) }
        return holders
    }

    private func delete(_ rows: [ListRow], from list: ListName) async throws(DatabaseError) {
        guard !rows.isEmpty else { return }
        let keys = Self.keys(of: list)
        try await transaction.execute(
            """
            delete from \(unsafeSQL: list.table) as old using \(given(rows, keys))
            where \(unsafeSQL: Self.matching(keys))
            """)
    }

    private func update(_ changes: [(old: ListRow, new: ListRow)], of list: ListName) async throws(DatabaseError) {
        guard !changes.isEmpty else { return }
        let keys = Self.keys(of: list)
        try await vacate(changes, of: list)
        let columns = list.layout.columns.filter { !list.layout.key.contains($0.name) }
        let rows = changes.map { ListRow(list, cells: $0.new.cells, identity: $0.old.identity) }
        let assignments = columns.map { "\($0.identifier) = \($0.stored(from: "given"))" }
        try await transaction.execute(
            """
            update \(unsafeSQL: list.table) as old set \(unsafeSQL: assignments.joined(separator: ", "))
            from \(given(rows, keys + columns.map(Source.cell)))
            where \(unsafeSQL: Self.matching(keys))
            """)
    }

    /// Two departments may swap their names; the unique index, asked row by row, would not see that it comes out even.
    private func vacate(_ changes: [(old: ListRow, new: ListRow)], of list: ListName) async throws(DatabaseError) {
        let contested = list.layout.contested
        let moving = changes.filter { change in contested.contains { change.old[$0.column] != change.new[$0.column] } }
        guard moving.count > 1 else { return }
        let keys = Self.keys(of: list)
        let assignments = contested.map { "\"\($0.column)\" = \($0.meanwhile)" }
        try await transaction.execute(
            """
            update \(unsafeSQL: list.table) as old set \(unsafeSQL: assignments.joined(separator: ", "))
            from \(given(moving.map(\.old), keys))
            where \(unsafeSQL: Self.matching(keys))
            """)
    }

    private func insert(_ rows: [ListRow], into list: ListName) async throws(DatabaseError) {
        guard !rows.isEmpty else { return }
        let columns = list.layout.columns
        try await transaction.execute(
            """
            insert into \(unsafeSQL: list.table) (\(unsafeSQL: columns.map(\.identifier).joined(separator: ", ")))
            select \(unsafeSQL: columns.map { $0.stored(from: "given") }.joined(separator: ", "))
            from \(given(rows, columns.map(Source.cell)))
            order by given.position
            """)
    }

    /// Where a column of `given` comes from.
    private enum Source {
        case cell(ListColumn)
        case identity

        var identifier: String {
            switch self {
            case .cell(let column): column.identifier
            case .identity: "identity"
            }
        }

        func text(of row: ListRow) -> String? {
            switch self {
            case .cell(let column): row[column.name]
            case .identity: row.identity
            }
        }
    }

    /// The rows as a table of texts, in their order, whatever the number of them.
    private func given(_ rows: [ListRow], _ sources: [Source]) -> SQL {
        let arrays = sources.map { source in
            let texts = rows.map(source.text)
            return "\(texts)::text[]" as SQL
        }
        let names = sources.map(\.identifier).joined(separator: ", ")
        return "unnest(\(SQL(joined: arrays, separator: ", "))) with ordinality as given(\(unsafeSQL: names), position)"
    }

    /// What finds a row of the table again.
    private static func keys(of list: ListName) -> [Source] {
        list.layout.identity == nil ? list.layout.key.compactMap(list.layout.column).map(Source.cell) : [.identity]
    }

    private static func matching(_ keys: [Source]) -> String {
        keys.map { key in
            switch key {
            case .cell(let column): "old.\(column.identifier) = \(column.stored(from: "given"))"
            case .identity: "old.id = given.identity::bigint"
            }
        }.joined(separator: " and ")
    }
}
