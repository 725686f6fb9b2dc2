import Cryptography
import FoundationEssentials

/// The lists that an import found in its directory, in good form.
public struct ListFiles: Sendable {
    let contents: ListContents
    /// What is wrong with single cells. Empty in what `ListImport.read` returns.
    let faults: [ListImportError.Fault]
    /// Lists whose file is no table of their columns: what it was meant to hold is unknown.
    private let unreadable: [ListName]
    /// Tables in the directory that are none of the lists.
    let strangers: [String]
    /// Of all their bytes.
    let digest: [UInt8]

    /// The names of the files, in the order in which the lists build on each other.
    public var names: [String] { contents.lists.map(\.file) }

    /// - Parameter files: the bytes of each file that is there.
    init(_ files: [ListName: [UInt8]], strangers: [String] = []) {
        var contents = ListContents()
        var faults: [ListImportError.Fault] = []
        var unreadable: [ListName] = []
        for list in ListName.allCases {
            guard let bytes = files[list] else { continue }
            let file = ListFile(list, parsing: bytes)
            if file.isReadable { contents[list] = file.rows } else { unreadable.append(list) }
            faults += file.faults
        }
        self.contents = contents
        self.faults = faults
        self.unreadable = unreadable
        self.strangers = strangers
        digest = SHA256.digest(ListName.allCases.flatMap { SHA256.digest(files[$0] ?? []) })
    }

    init(in directory: String) throws(ListImportError) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            throw ListImportError([.init(file: directory, message: "no such directory, or it cannot be read")])
        }
        var files: [ListName: [UInt8]] = [:]
        for list in ListName.allCases where names.contains(list.file) {
            guard let data = FileManager.default.contents(atPath: "\(directory)/\(list.file)") else {
                throw ListImportError([.init(file: list.file, message: "the file cannot be read")])
            }
            files[list] = [UInt8](data)
        }
        guard !files.isEmpty else {
            let known = ListName.allCases.map(\.file).joined(separator: ", ")
            throw ListImportError([.init(file: directory, message: "holds none of the lists: \(known)")])
        }
        let known = Set(ListName.allCases.map(\.file))
        self.init(files, strangers: names.filter { $0.hasSuffix(".csv") && !known.contains($0) }.sorted())
    }

    /// What is wrong with the files, judged with the lists of the database that they do not replace.
    func faults(beside stored: ListContents = ListContents()) -> [ListImportError.Fault] {
        let lists = contents.filled(from: stored).without(unreadable)
        return faults + ListCheck(lists, files: Set(contents.lists)).faults
    }
}
