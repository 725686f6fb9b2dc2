import Casework
import Formats

/// A requester in the form in which the vault keeps them.
enum RequesterRecord {
    static func encode(_ requester: Requester) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            if let name = requester.name { $0.member("name", name) }
            if let phone = requester.phone { $0.member("phone", phone) }
            if let email = requester.email { $0.member("email", email) }
            if let idNumber = requester.idNumber { $0.member("id_number", idNumber) }
        }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws(JSONError) -> Requester {
        guard case .object(let members) = try JSONParser.parse(bytes) else { return Requester() }
        return Requester(
            name: members["name"]?.string, phone: members["phone"]?.string, email: members["email"]?.string,
            idNumber: members["id_number"]?.string)
    }
}
