import Casework
import HTTPTypes
import WorkingTime

/// Reads a filing from its members.
enum FilingReader {
    static func filing(_ members: MemberReader.Object, at now: Instant) -> Filing? {
        let kind = members.required("kind", .oneOf(Kind.self))
        let title = members.required("title", .text(max: 200))
        let body = members.required("body", .text(max: 20_000, lines: true))
        let category = members.optional("category", .code(CategoryCode.self))
        let region = members.optional("region", .code(RegionCode.self))
        let location = members.optional("location", .object(location))
        let occurredAt = members.optional("occurred_at", .instant(notAfter: now))
        let receivedAt = members.optional("received_at", .instant(notAfter: now))
        let against = members.optional("against", .object(against))
        let channel = members.optional("channel", .oneOf(Channel.self))
        let confidential = members.optional("confidential", .bool)
        let consent = members.optional("publish_consent", .bool)
        let requester = members.optional("requester", .object(requester))
        let report = members.optional("report", .object(report))
        let answer = members.optional("answer", .words)
        if kind == .report, members.holds("report") {
            members.fault("report", "report_in_report", Words("举报不再拆分。", "What is a report as a whole holds no other."))
        }
        guard let kind, let title, let body else { return nil }
        var filing = Filing(
            kind: kind, title: title, body: body, category: category, region: region, address: location?.address,
            place: location?.place, occurredAt: occurredAt, against: against, channel: channel ?? .web,
            confidential: confidential ?? false, publishConsent: consent ?? false, requester: requester,
            receivedAt: receivedAt ?? now)
        filing.report = report
        filing.answer = answer
        return filing
    }

    private static func report(_ members: MemberReader.Object) -> FiledReport? {
        let against = members.required("against", .object(against))
        let title = members.required("title", .text(max: 200))
        let body = members.required("body", .text(max: 20_000, lines: true))
        let category = members.optional("category", .code(CategoryCode.self))
        guard let against, let title, let body else { return nil }
        return FiledReport(against: against, title: title, body: body, category: category)
    }

    /// What only those may say who record a call, a letter or a counter visit for somebody else.
    static func checkSelfService(_ filing: Filing, at now: Instant) throws {
        guard filing.answer == nil else {
            throw Problem.operatorNeeded("/answer", Words("由话务员当场答复。", "Operators answer at once."))
        }
        guard filing.channel.isSelfService else {
            throw Problem.operatorNeeded("/channel", Words("此渠道由话务员登记。", "This channel is recorded by operators."))
        }
        guard filing.receivedAt == now else {
            throw Problem.operatorNeeded("/received_at", Words("收件时间由话务员登记。", "The time of receipt is recorded by operators."))
        }
    }

    private static func location(_ members: MemberReader.Object) -> (address: String?, place: Place?)? {
        let address = members.optional("address", .text(max: 500))
        let longitude = members.optional("longitude", .degrees(180))
        let latitude = members.optional("latitude", .degrees(90))
        if members.holds("longitude") != members.holds("latitude") {
            members.fault("", "both_coordinates", Words("经度和纬度须同时给出。", "Longitude and latitude go together."))
        }
        guard let longitude, let latitude else { return (address, nil) }
        return (address, Place(longitude: longitude, latitude: latitude))
    }

    static func against(_ members: MemberReader.Object) -> Against? {
        let department = members.optional("department", .code(DepartmentCode.self))
        let name = members.optional("name", .text(max: 200))
        switch (department, name) {
        case (let department?, nil): return .department(department)
        case (nil, let name?): return .name(name)
        case (nil, nil), (.some, .some):
            members.fault("", "department_or_name", Words("须给出 department 或 name 之一。", "Give either department or name."))
            return nil
        }
    }

    private static func requester(_ members: MemberReader.Object) -> Requester? {
        let requester = Requester(
            name: members.optional("name", .text(max: 100)), phone: members.optional("phone", .text(max: 40)),
            email: members.optional("email", .text(max: 254)), idNumber: members.optional("id_number", .text(max: 40)))
        // An object without members is nobody: there is nothing to seal.
        return requester.isNobody ? nil : requester
    }
}

extension Problem {
    static func operatorNeeded(_ pointer: String, _ detail: Words) -> Problem {
        Problem(
            .forbidden, "operator_needed", Words("需要话务员权限", "Operators only"), detail: detail,
            faults: [Fault(place: .pointer(pointer), rule: "operator_needed", detail: detail)])
    }
}

extension Requester {
    var isNobody: Bool { name == nil && phone == nil && email == nil && idNumber == nil }
}
