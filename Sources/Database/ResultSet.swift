import CPostgres
import Glibc

/// An answer of the server in libpq's memory, freed with the last row that refers to it.
///
/// `@unchecked`: the pointer never changes, libpq documents a PGresult as read-only once it is made and safe to pass
/// among threads, nothing here writes to it, and it is freed once, by the last owner.
final class ResultSet: @unchecked Sendable {
    private let result: OpaquePointer
    let columnCount: Int32

    init(owning result: OpaquePointer) {
        self.result = result
        columnCount = PQnfields(result)
    }

    deinit { PQclear(result) }

    var rows: [Row] {
        let count = PQntuples(result)
        guard count > 0 else { return [] }
        return (0..<count).map { Row(result: self, index: $0) }
    }

    /// Rows inserted, updated, deleted, selected or copied; 0 for other commands.
    var affectedRows: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// As "COMMIT" or "ROLLBACK".
    var commandTag: String { String(cString: PQcmdStatus(result)) }

    func name(of column: Int32) -> String {
        String(cString: PQfname(result, column))
    }

    func number(of name: String) -> Int32? {
        (0..<columnCount).first { column in
            name.withCString { strcmp($0, PQfname(result, column)) == 0 }
        }
    }

    func cell(row: Int32, column: Int32) -> PostgresCell {
        let type = PQftype(result, column)
        if PQgetisnull(result, row, column) == 1 { return PostgresCell(type: type, bytes: nil) }
        let length = Int(PQgetlength(result, row, column))
        return PostgresCell(type: type, bytes: UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: length))
    }
}
