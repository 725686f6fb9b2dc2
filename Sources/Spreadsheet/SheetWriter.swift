import CXlsxWriter
import Glibc
import Synchronization

/// What a cell holds. A text is a text: a spreadsheet never runs it as a formula, whatever it begins with.
public enum SheetCell: Sendable, Hashable {
    case empty
    case text(String)
    case number(Double)
    case flag(Bool)
    /// As the clock on the wall shows it; without `second` (0 to 86,399, of the day) a day.
    case date(year: Int, month: Int, day: Int, second: Int?)
}

/// Why a sheet was not written.
public struct SheetError: Error, CustomStringConvertible {
    public let description: String
}

/// Writes one sheet in XLSX, row by row: rows that are written leave memory for an unlinked temporary file, and the
/// whole is packed at the end. It computes and writes files, so call it where blocking is allowed.
public final class SheetWriter: Sendable {
    /// The library's objects, which belong to the workbook. Freed with it.
    private struct Book {
        var workbook: UnsafeMutablePointer<lxw_workbook>?
        let sheet: UnsafeMutablePointer<lxw_worksheet>
        let dayForm: UnsafeMutablePointer<lxw_format>
        let instantForm: UnsafeMutablePointer<lxw_format>
        /// A file in memory that no folder knows.
        let file: CInt
        var nextRow: lxw_row_t = 1

        /// The workbook cannot be given up unfinished; what it writes goes with the file.
        mutating func close() -> lxw_error {
            guard let workbook else { return LXW_NO_ERROR }
            self.workbook = nil
            return workbook_close(workbook)
        }
    }
    private let book: Mutex<Book>

    /// - Parameters:
    ///   - name: the sheet's; at most 31 characters, none of `[]:*?/\`.
    ///   - headings: the first row, which stays in sight.
    public init(name: String, headings: [String]) throws(SheetError) {
        let file = memfd_create("hotline-sheet", HOTLINE_MFD_CLOEXEC)
        guard file >= 0 else { throw SheetError(description: "no file in memory: errno \(errno)") }
        var options = lxw_workbook_options()
        options.constant_memory = UInt8(LXW_TRUE.rawValue)
        guard let workbook = workbook_new_opt("/proc/self/fd/\(file)", &options) else {
            Glibc.close(file)
            throw SheetError(description: "no memory for a workbook")
        }
        guard let sheet = workbook_add_worksheet(workbook, name), let bold = workbook_add_format(workbook),
            let day = workbook_add_format(workbook), let instant = workbook_add_format(workbook)
        else {
            workbook_close(workbook)
            Glibc.close(file)
            throw SheetError(description: "the sheet is not to be called \(name)")
        }
        format_set_bold(bold)
        format_set_num_format(day, "yyyy-mm-dd")
        format_set_num_format(instant, "yyyy-mm-dd hh:mm:ss")
        worksheet_set_column(sheet, 0, lxw_col_t(max(headings.count, 1) - 1), 18, nil)
        worksheet_freeze_panes(sheet, 1, 0)
        for (index, heading) in headings.enumerated() { worksheet_write_string(sheet, 0, lxw_col_t(index), heading, bold) }
        book = Mutex(Book(workbook: workbook, sheet: sheet, dayForm: day, instantForm: instant, file: file))
    }

    deinit {
        book.withLock { book in
            _ = book.close()
            Glibc.close(book.file)
        }
    }

    /// Rows below those before.
    public func append(_ rows: [[SheetCell]]) throws(SheetError) {
        let fault = book.withLock { book -> lxw_error in
            for row in rows {
                for (index, cell) in row.enumerated() {
                    let fault = Self.write(cell, at: lxw_col_t(index), in: book)
                    guard fault == LXW_NO_ERROR else { return fault }
                }
                book.nextRow += 1
            }
            return LXW_NO_ERROR
        }
        try Self.check(fault)
    }

    /// The file. Nothing can be appended after it.
    public func finish() throws(SheetError) -> [UInt8] {
        let (fault, bytes) = book.withLock { book in
            let fault = book.close()
            return (fault, Self.contents(of: book.file))
        }
        try Self.check(fault)
        guard let bytes else { throw SheetError(description: "the finished file cannot be read") }
        return bytes
    }

    private static func write(_ cell: SheetCell, at column: lxw_col_t, in book: Book) -> lxw_error {
        guard book.workbook != nil else { return LXW_ERROR_PARAMETER_VALIDATION }
        let (sheet, row) = (book.sheet, book.nextRow)
        switch cell {
        case .empty: return LXW_NO_ERROR
        case .text(let text): return worksheet_write_string(sheet, row, column, text, nil)
        case .number(let number): return worksheet_write_number(sheet, row, column, number, nil)
        case .flag(let flag): return worksheet_write_boolean(sheet, row, column, flag ? 1 : 0, nil)
        case .date(let year, let month, let day, let second):
            let time = second ?? 0
            var instant = lxw_datetime(
                year: CInt(year), month: CInt(month), day: CInt(day), hour: CInt(time / 3600), min: CInt(time / 60 % 60),
                sec: Double(time % 60))
            return worksheet_write_datetime(sheet, row, column, &instant, second == nil ? book.dayForm : book.instantForm)
        }
    }

    private static func check(_ fault: lxw_error) throws(SheetError) {
        if fault != LXW_NO_ERROR { throw SheetError(description: String(cString: lxw_strerror(fault))) }
    }

    private static func contents(of file: CInt) -> [UInt8]? {
        let size = Int(lseek(file, 0, SEEK_END))
        guard size > 0 else { return nil }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let read = pread(file, buffer.baseAddress.map { $0 + count }, size - count, off_t(count))
                guard read > 0 else { break }
                count += read
            }
        }
    }
}
