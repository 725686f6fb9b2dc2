import Web

/// The published contract, read from the project's `api` folder.
enum ContractFiles {
    static func load(from home: String) throws -> Contract {
        Contract(
            openAPI: try Files.read("\(home)/api/openapi.yaml"), docs: try Files.read("\(home)/api/docs.html"),
            problems: try Files.read("\(home)/api/problems.html"), indicators: try Files.read("\(home)/api/indicators.html"))
    }
}
