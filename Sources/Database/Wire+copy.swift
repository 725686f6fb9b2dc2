import CPostgres

extension Wire {
    /// Runs a COPY … TO STDOUT in a read-only transaction and passes its output on in large chunks.
    func copyOut(_ text: String, timeout: Duration, into buffer: CopyBuffer) throws(DatabaseError) {
        try simple("begin isolation level repeatable read, read only; set local statement_timeout = \(timeout.milliseconds)")
        let start = ContinuousClock.now
        let opening = PQexec(connection, text)
        guard PQresultStatus(opening) == PGRES_COPY_OUT else {
            _ = try check(opening, since: start)
            throw .server(ServerError(sqlState: "42601", message: "copyOut takes a COPY … TO STDOUT"))
        }
        PQclear(opening)
        drain(into: buffer)
        var last: DatabaseError?
        while let result = PQgetResult(connection) {
            do throws(DatabaseError) { _ = try check(result, since: start) } catch { last = last ?? error }
        }
        if let last { throw last }
        if isBroken { throw .connectionLost }
        try simple("commit")
    }

    /// Reads to the end, also when nobody wants it any more: the protocol knows no other way out than a cancel request, which
    /// whoever left has sent.
    private func drain(into buffer: CopyBuffer) {
        let size = 32 * 1024
        var chunk: [UInt8] = []
        var isWanted = true
        var line: UnsafeMutablePointer<CChar>?
        while case let length = PQgetCopyData(connection, &line, 0), length > 0 {
            defer { PQfreemem(line) }
            guard isWanted else { continue }
            if chunk.isEmpty { chunk.reserveCapacity(size + Int(length)) }
            chunk.append(contentsOf: UnsafeRawBufferPointer(start: line, count: Int(length)))
            if chunk.count >= size {
                isWanted = buffer.push(chunk)
                chunk = []
            }
        }
        if isWanted, !chunk.isEmpty { _ = buffer.push(chunk) }
    }
}
