import Casework
import WorkingTime

/// A stored cell cannot be read as what its column is for.
struct ListRowError: Error, Equatable, CustomStringConvertible {
    let list: String
    let row: String
    let column: String

    var description: String { "\(list): \(column) of \(row) cannot be read" }
}

extension Jurisdiction {
    /// - Parameter today: the day whose settings weigh the words of a request.
    init(_ lists: ListContents, version: Int, on today: Day) throws {
        let settings = Settings(try lists[.settings].map { try Settings.Entry($0) })
        self.init(
            map: try ResponsibilityMap(
                regions: try lists[.regions].map { try Region($0) },
                categories: try lists[.categories].map { try Category($0) },
                departments: try lists[.departments].map { try Department($0) },
                responsibilities: try lists[.responsibilities].enumerated().map { try Responsibility($1, position: $0) },
                keywords: try lists[.keywords].map { try CategoryKeyword($0) },
                settings: ClassificationSettings(settings, on: today),
                version: version),
            limits: try TimeLimits(try lists[.timeLimits].map { try TimeLimit($0) }),
            regimes: Regimes(try lists[.regimes].map { try RegimeScope($0) }),
            calendar: try WorkCalendar(
                version: version,
                exceptions: try lists[.calendarExceptions].map { try CalendarException($0) },
                statutoryHolidays: try lists[.statutoryHolidays].map { try StatutoryHoliday($0) },
                officeHours: try OfficeHours.all(lists[.officeHours])),
            settings: settings,
            triggers: try lists[.orderTriggers].map { try OrderTrigger($0) },
            version: version)
    }
}

extension ListRow {
    fileprivate func need<Value>(_ column: String, _ read: (String) -> Value?) throws(ListRowError) -> Value {
        guard let value = self[column].flatMap(read) else { throw ListRowError(list: list.table, row: label, column: column) }
        return value
    }

    /// Nil for an empty cell only.
    fileprivate func may<Value>(_ column: String, _ read: (String) -> Value?) throws(ListRowError) -> Value? {
        self[column] == nil ? nil : try need(column, read)
    }

    fileprivate func text(_ column: String) throws(ListRowError) -> String { try need(column) { $0 } }

    fileprivate func day(_ column: String) throws(ListRowError) -> Day { try need(column) { Day($0) } }

    fileprivate func parts(_ column: String) -> [String] { CellForm.parts(of: self[column]) }
}

extension Region {
    init(_ row: ListRow) throws(ListRowError) {
        self.init(
            code: try row.need("code") { RegionCode($0) }, name: try row.text("name"),
            level: try row.need("level") { RegionLevel(rawValue: $0) }, kind: try row.text("kind"),
            parent: try row.may("parent") { RegionCode($0) }, aliases: row.parts("aliases"),
            ordinaryWords: row.parts("ordinary_words"))
    }
}

extension Category {
    init(_ row: ListRow) throws(ListRowError) {
        self.init(
            code: try row.need("code") { CategoryCode($0) }, name: try row.text("name"), scope: row["scope"],
            emergencyLines: row.parts("emergency_lines"))
    }
}

extension Department {
    init(_ row: ListRow) throws(ListRowError) {
        self.init(
            code: try row.need("code") { DepartmentCode($0) }, name: try row.text("name"), shortName: try row.text("short_name"),
            kind: try row.text("kind"), authority: try row.may("authority") { AuthorityCode($0) },
            region: try row.need("region") { RegionCode($0) }, parent: try row.may("parent") { DepartmentCode($0) },
            attested: try row.text("attested") == "attested", aliases: row.parts("aliases"))
    }
}

extension Assignee {
    /// The lead of a responsibility; nil unless a department, or an authority and its level, is named.
    init?(leadOf row: ListRow) {
        switch (row["department"], row["authority"], row["authority_level"].flatMap { RegionLevel(rawValue: $0) }) {
        case (let department?, nil, nil): self = .department(DepartmentCode(department))
        case (nil, let authority?, let level?): self = .authority(AuthorityCode(authority), level: level)
        default: return nil
        }
    }
}

extension Responsibility {
    /// `position` numbers a row that has no number in the database.
    init(_ row: ListRow, position: Int) throws(ListRowError) {
        self.init(
            id: row.identity.flatMap { Int($0) } ?? position, category: try row.need("category") { CategoryCode($0) },
            kinds: Set(row.parts("kinds").compactMap { Kind(rawValue: $0) }), region: try row.need("region") { RegionCode($0) },
            assignee: try row.need("category") { _ in Assignee(leadOf: row) },
            supporting: try row.may("supporting") { cell in
                let all = CellForm.parts(of: cell).map { Assignee($0) }
                return all.contains(nil) ? nil : all.compactMap { $0 }
            } ?? [],
            power: row["power"], legalBasis: row["legal_basis"], validFrom: try row.day("valid_from"),
            validTo: try row.may("valid_to") { Day($0) })
    }
}

extension CategoryKeyword {
    init(_ row: ListRow) throws(ListRowError) {
        self.init(
            category: try row.need("category") { CategoryCode($0) }, keyword: try row.text("keyword"),
            weight: try row.need("weight") { Double($0) })
    }
}

extension TimeLimit {
    init(_ row: ListRow) throws(ListRowError) {
        let unit = try row.need("unit") { LimitUnit(rawValue: $0) }
        let longer = try row.may("extension_unit") { LimitUnit(rawValue: $0) }
        self.init(
            id: try row.text("id"), regime: try row.text("regime"), matter: try row.text("matter"),
            stage: try row.need("stage") { Stage(rawValue: $0) }, startEvent: try row.text("start_event"),
            limit: try row.need("amount") { Int($0).flatMap { Limit(amount: $0, unit: unit) } },
            extension: try longer.map { unit throws(ListRowError) in
                Extension(
                    limit: try row.need("extension_amount") { Int($0).flatMap { Limit(amount: $0, unit: unit) } },
                    times: try row.need("extension_times") { Int($0) }, approver: try row.text("extension_approver"))
            },
            pause: row["pause"], onSilence: row["on_silence"], basis: try row.text("basis"), status: try row.text("status"),
            effectiveFrom: try row.day("effective_from"), effectiveTo: try row.may("effective_to") { Day($0) })
    }
}

extension RegimeScope {
    init(_ row: ListRow) throws(ListRowError) {
        self.init(
            category: try row.need("category") { CategoryCode($0) },
            kinds: Set(row.parts("kinds").compactMap { Kind(rawValue: $0) }),
            regime: Regime(name: try row.text("regime"), matter: try row.text("matter")), validFrom: try row.day("valid_from"),
            validTo: try row.may("valid_to") { Day($0) })
    }
}

extension CalendarException {
    init(_ row: ListRow) throws(ListRowError) {
        self.init(day: try row.day("date"), status: try row.need("status") { Status(rawValue: $0) }, name: try row.text("name"))
    }
}

extension StatutoryHoliday {
    init(_ row: ListRow) throws(ListRowError) {
        self.init(day: try row.day("date"), name: try row.text("name"))
    }
}

extension OfficeHours {
    init(_ row: ListRow) throws(ListRowError) {
        self.init(
            validFrom: try row.day("valid_from"), validTo: try row.may("valid_to") { Day($0) },
            opens: try row.need("opens", OfficeHours.minute), closes: try row.need("closes", OfficeHours.minute))
    }

    /// Before any are listed offices count as open all day: a calendar needs some hours, and a limit in working hours
    /// that ran through the night is due too early rather than never.
    static func all(_ rows: [ListRow]) throws(ListRowError) -> [OfficeHours] {
        guard !rows.isEmpty else { return [OfficeHours(validFrom: Day(daysSince1970: 0), validTo: nil, opens: 0, closes: 1440)] }
        return try rows.map { row throws(ListRowError) in try OfficeHours(row) }
    }
}

extension Settings.Entry {
    init(_ row: ListRow) throws(ListRowError) {
        let setting = try row.need("key") { Setting(rawValue: $0) }
        let unit = row["unit"].flatMap { LimitUnit(rawValue: $0) }
        let (validFrom, validTo) = (try row.day("valid_from"), try row.may("valid_to") { Day($0) })
        self = try row.need("value") { text in
            Double(text).flatMap { Settings.Entry(setting, value: $0, unit: unit, validFrom: validFrom, validTo: validTo) }
        }
    }
}

extension OrderTrigger {
    init(_ row: ListRow) throws(ListRowError) {
        let unit = try row.may("delay_unit") { LimitUnit(rawValue: $0) }
        self.init(
            id: try row.text("id"), event: try row.need("event") { Event(rawValue: $0) },
            level: try row.text("level") == "next" ? nil : try row.need("level") { SupervisionOrder.Level(rawValue: $0) },
            demand: try row.text("demand"),
            delay: try unit.map { unit throws(ListRowError) in
                try row.need("delay_amount") { Int($0).flatMap { Limit(amount: $0, unit: unit) } }
            },
            validFrom: try row.day("valid_from"), validTo: try row.may("valid_to") { Day($0) })
    }
}

extension ClassificationSettings {
    init(_ settings: Settings, on day: Day) {
        let usual = ClassificationSettings()
        self.init(
            clearScore: settings.number(.classificationClearScore, on: day) ?? usual.clearScore,
            clearRatio: settings.number(.classificationClearRatio, on: day) ?? usual.clearRatio,
            titleWeight: settings.number(.classificationTitleWeight, on: day) ?? usual.titleWeight)
    }
}
