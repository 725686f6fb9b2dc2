import Casework
import Testing

@testable import ServiceDesk

/// A line at the end of a file that is good otherwise, and what must be said of it.
struct BadLine: Sendable, CustomTestStringConvertible {
    let list: ListName
    let line: String
    let faults: [String]

    init(_ list: ListName, _ line: String, _ faults: String...) {
        self.list = list
        self.line = line
        self.faults = faults
    }

    var testDescription: String { "\(list.file): \(line)" }
}

@Suite struct ListCheckTests {
    @Test func `good files have no fault`() {
        #expect(givenLists.faults == [])
        #expect(givenLists.parsed.names.count == 12)
    }

    @Test(arguments: ListName.allCases)
    func `a file alone has no fault`(list: ListName) {
        #expect(givenLists.only(list).faults == [])
    }

    @Test(arguments: [
        // Cells.
        BadLine(.regions, ",甲县,county,县,331100,,", "regions.csv:5:1: code is missing"),
        BadLine(.regions, "331122,,county,县,331100,,", "regions.csv:5:8: name is missing"),
        BadLine(.regions, "33 1122,甲县,county,县,331100,,", "regions.csv:5:1: code 33 1122 is not a code of letters, digits, - _ ."),
        BadLine(.regions, "331122,甲县,village,县,331100,,", "regions.csv:5:11: level village is not one of city, county, township"),
        BadLine(.regions, "331122, 甲县,county,县,331100,,", "regions.csv:5:8: name begins or ends with a blank"),
        BadLine(.regions, "331122,甲\u{1}县,county,县,331100,,", "regions.csv:5:8: name holds a control character"),
        BadLine(.regions, "331122,甲县,county,县,331100,甲;;乙,", "regions.csv:5:27: aliases has an empty part"),
        BadLine(.regions, "331122,甲县,county,县,331100,甲; 乙,", "regions.csv:5:27: aliases has a blank beside a semicolon"),
        BadLine(.regions, "331122,甲县,county,县,331100,甲;乙;甲,", "regions.csv:5:27: aliases names 甲 twice"),
        BadLine(.categories, "02012,科技,,", "categories.csv:5:1: code 02012 is not a code of two, four or six digits"),
        BadLine(
            .departments, "331121-a,甲局,甲,bureau,,331121,,yes,",
            "departments.csv:5:31: attested yes is not one of attested, assumed"),
        BadLine(
            .responsibilities, "01,praise,331100,331100-gov,,,,,,2020-01-01,",
            "responsibilities.csv:4:4: kinds praise is not one of consultation, help_request, complaint, report, suggestion, commendation"),
        BadLine(
            .responsibilities, "01,,331100,331100-gov,,,,,,2020-02-30,",
            "responsibilities.csv:4:28: valid_from 2020-02-30 is not a day such as 2026-09-30"),
        BadLine(.keywords, "010101,科技,0", "keywords.csv:3:11: weight 0 is not a whole number from 1 to 10"),
        BadLine(.keywords, "010101,科技,11", "keywords.csv:3:11: weight 11 is not a whole number from 1 to 10"),
        BadLine(.keywords, "010101,科技,3.5", "keywords.csv:3:11: weight 3.5 is not a whole number from 1 to 10"),
        BadLine(.keywords, "010101,科技,03", "keywords.csv:3:11: weight 03 is not a whole number from 1 to 10"),
        BadLine(.keywords, "010101,,3", "keywords.csv:3:8: keyword is missing"),
        BadLine(.calendarExceptions, "2026-1-02,off,元旦", "calendar-exceptions.csv:3:1: date 2026-1-02 is not a day such as 2026-09-30"),
        BadLine(.calendarExceptions, "2026-01-02,rest,元旦", "calendar-exceptions.csv:3:12: status rest is not one of off, work"),
        BadLine(.officeHours, "2026-01-01,,18:00,24:00", "office-hours.csv:4:19: closes 24:00 is not a time from 00:00 to 23:59"),
        BadLine(.officeHours, "2026-01-01,,6:00,07:00", "office-hours.csv:4:13: opens 6:00 is not a time from 00:00 to 23:59"),
        BadLine(
            .timeLimits, "A,hotline,any,sleep,dispatched,5,working_day,,,,,,overdue,b,s,2016-09-28,",
            """
            time-limits.csv:8:15: stage sleep is not one of dispatch, sign, return, return_ruling, first_contact, accept, support, handle, \
            feedback, callback, rework, notify, reply, review, second_review, correction_notice, third_party, co_producer, respond
            """),
        BadLine(
            .timeLimits, "A,hotline,any,sign,dispatched,5,week,,,,,,overdue,b,s,2016-09-28,",
            "time-limits.csv:8:33: unit week is not one of working_day, calendar_day, working_hour, clock_hour"),
        BadLine(
            .timeLimits, "A,hotline,any,sign,dispatched,0,working_day,,,,,,overdue,b,s,2016-09-28,",
            "time-limits.csv:8:31: amount 0 is not a whole number from 1 to 10000"),
        BadLine(
            .timeLimits, "A,hotline,any,handle,dispatched,5,working_day,,,,,tea time not counted,overdue,b,s,2016-09-28,",
            "time-limits.csv:8:51: pause tea time not counted names no ground that the line knows: suspension, inspection, verification, …"),
        BadLine(.regimes, "0101,,sea law,any,2022-05-01,,", "regimes.csv:3:7: regime sea law has no rule in the time limits"),
        BadLine(.regimes, "0101,,hotline,any,2022-05-01,,", "regimes.csv:3:7: regime hotline has no rule in the time limits"),
        BadLine(.regimes, "0101,,petition,复查,2022-05-01,,", "regimes.csv:3:16: matter 复查 has no rule of petition in the time limits"),
        BadLine(.regimes, "0101,,petition,any,2022-04-30,,", "regimes.csv:3:20: no rule of petition is in force on 2022-04-30"),
        BadLine(.regimes, "0199,,petition,any,2022-05-01,,", "regimes.csv:3:1: category 0199 is not in categories.csv"),
        BadLine(
            .regimes, "0101,report;complaint,petition,any,2024-01-01,,",
            "regimes.csv:3:36: answers for the same as line 2 from 2024-01-01 on"),
        BadLine(.settings, "red_card_after,,working_day,2016-09-28,,", "settings.csv:3:16: value is missing"),
        // Shape.
        BadLine(.regions, "331122,甲县", "regions.csv:5:1: 2 fields, but the header has 7"),
        BadLine(.regions, "331122,\"甲县,county,县,331100,,", "regions.csv:5:8: the quoted field has no end"),
        // Keys.
        BadLine(.regions, "331121,甲县,county,县,331100,,", "regions.csv:5:1: region 331121 already stands in line 3"),
        BadLine(.categories, "010101,甲,,", "categories.csv:5:1: category 010101 already stands in line 4"),
        BadLine(.keywords, "010101,高新企业,4", "keywords.csv:3:1: keyword 010101 高新企业 already stands in line 2"),
        BadLine(
            .calendarExceptions, "2026-01-01,work,甲", "calendar-exceptions.csv:3:1: calendar exception 2026-01-01 already stands in line 2"),
        BadLine(.statutoryHolidays, "2027-01-01,甲", "statutory-holidays.csv:3:1: statutory holiday 2027-01-01 already stands in line 2"),
        BadLine(
            .settings, "classification_clear_score,9,points,2016-09-28,,",
            "settings.csv:3:1: setting classification_clear_score 2016-09-28 already stands in line 2"),
        BadLine(
            .timeLimits, "HL-HELP,hotline,any,sign,dispatched,5,working_day,,,,,,overdue,b,s,2016-09-28,",
            "time-limits.csv:8:1: time limit HL-HELP already stands in line 2"),
        BadLine(
            .departments, "331121-a,青田县公安局,甲,bureau,,331121,,assumed,", "departments.csv:5:10: name 青田县公安局 already stands in line 4"),
        BadLine(
            .departments, "331121-a,甲局,甲,bureau,police,331121,,assumed,",
            "departments.csv:5:22: authority police of region 331121 already stands in line 4"),
        // References.
        BadLine(.regions, "331199100,甲镇,township,镇,331199,,", "regions.csv:5:25: region 331199 is not in regions.csv"),
        BadLine(.categories, "020101,甲,,", "categories.csv:5:1: category 0201 is not in categories.csv"),
        BadLine(
            .departments, "331199-a,甲局,甲,bureau,,331199,331199-b,assumed,",
            "departments.csv:5:23: region 331199 is not in regions.csv",
            "departments.csv:5:30: department 331199-b is not in departments.csv"),
        BadLine(
            .responsibilities, "09,,331199,331100-a,,,,,,2020-01-01,",
            "responsibilities.csv:4:1: category 09 is not in categories.csv",
            "responsibilities.csv:4:5: region 331199 is not in regions.csv",
            "responsibilities.csv:4:12: department 331100-a is not in departments.csv"),
        BadLine(.keywords, "020202,科技,3", "keywords.csv:3:1: category 020202 is not in categories.csv"),
        BadLine(
            .responsibilities, "01,,331100,,fishery,city,,,,2020-01-01,",
            "responsibilities.csv:4:13: no department bears authority fishery"),
        BadLine(
            .responsibilities, "01,,331100,331100-gov,,,code:331100-a;auth:fishery@city;police@county;auth:police@village,,,2020-01-01,",
            "responsibilities.csv:4:25: department 331100-a is not in departments.csv",
            "responsibilities.csv:4:25: no department bears authority fishery",
            "responsibilities.csv:4:25: supporting auth:police@village is neither code:<department> nor auth:<authority>@<level>",
            "responsibilities.csv:4:25: supporting police@county is neither code:<department> nor auth:<authority>@<level>"),
        // Rules.
        BadLine(.regions, "331200,甲市,city,地级市,331100,,", "regions.csv:5:20: a city lies in no other region, not in 331100"),
        BadLine(
            .regions, "331122,甲县,county,县,331100,甲,甲县;乙",
            "regions.csv:5:29: ordinary_words names 乙, which is no name of the region"),
        BadLine(.regions, "331122,甲县,county,县,,,", "regions.csv:5:20: parent is missing: a county lies in another region"),
        BadLine(.regions, "331122,甲县,county,县,331121,,", "regions.csv:5:20: region 331121 is a county: a county cannot lie in it"),
        BadLine(
            .departments, "331121-a,甲局,甲,bureau,,331121,331121-a,assumed,",
            "departments.csv:5:30: departments stand above themselves: 331121-a under 331121-a"),
        BadLine(
            .departments, "331121-a,甲局,甲,bureau,,331121,331121-b,assumed,\n331121-b,乙局,乙,bureau,,331121,331121-a,assumed,",
            "departments.csv:5:30: departments stand above themselves: 331121-a under 331121-b under 331121-a"),
        BadLine(.responsibilities, "01,,331100,,,,,,,2020-01-01,", "responsibilities.csv:4:12: neither department nor authority is named"),
        BadLine(
            .responsibilities, "01,,331100,331100-gov,police,city,,,,2020-01-01,",
            "responsibilities.csv:4:23: department and authority are both named"),
        BadLine(.responsibilities, "01,,331100,,police,,,,,2020-01-01,", "responsibilities.csv:4:20: authority_level is missing"),
        BadLine(.responsibilities, "01,,331100,,,city,,,,2020-01-01,", "responsibilities.csv:4:13: authority is missing"),
        BadLine(
            .responsibilities, "01,,331100,331100-gov,,,,,,2020-01-01,2019-12-31",
            "responsibilities.csv:4:39: valid_to 2019-12-31 is before valid_from 2020-01-01"),
        BadLine(
            .responsibilities, "0101,,331100,331100-gov,,,,,,2019-01-01,",
            "responsibilities.csv:4:30: answers for the same as line 2 from 2020-01-01 on"),
        BadLine(
            .responsibilities, "010101,complaint,331121,331100-gov,,,,,,2020-12-31,2021-12-31",
            "responsibilities.csv:4:41: answers for the same as line 3 from 2020-12-31 to 2020-12-31"),
        BadLine(
            .responsibilities, "010101,complaint;report,331121,331100-police,,,,,,2020-01-01,",
            "responsibilities.csv:4:1: responsibility 010101 complaint;report 331121 2020-01-01 already stands in line 3"),
        BadLine(
            .timeLimits, "A,hotline,any,sign,dispatched,5,working_day,10,,1,,,overdue,b,s,2016-09-28,",
            """
            time-limits.csv:8:48: extension_unit and extension_approver missing: an extension has amount, unit, times and approver
            """),
        BadLine(
            .timeLimits, "A,hotline,any,sign,dispatched,5,working_day,,,,,,overdue,b,s,2016-09-28,2016-09-27",
            "time-limits.csv:8:73: effective_to 2016-09-27 is before effective_from 2016-09-28"),
        BadLine(
            .timeLimits, "A,petition,any,accept,received,15,working_day,,,,,,deemed accepted,b,s,2016-09-28,",
            "time-limits.csv:8:52: on_silence deemed accepted means nothing for stage accept, which is overdue when its limit has passed"),
        BadLine(.officeHours, "2026-01-01,2026-02-01,19:00,18:00", "office-hours.csv:4:29: closes 18:00 is not after opens 19:00"),
        BadLine(.officeHours, "2026-01-01,,11:59,13:00", "office-hours.csv:4:13: overlaps line 2 from 2026-01-01 on"),
        BadLine(
            .settings, "classification_clear_ratio,none,ratio,2016-09-28,,",
            "settings.csv:3:28: value none of classification_clear_ratio is not a number above zero"),
        BadLine(
            .settings, "classification_clear_ratio,0,ratio,2016-09-28,,",
            "settings.csv:3:28: value 0 of classification_clear_ratio is not a number above zero"),
        BadLine(
            .settings, "composite_contact_weight,1.1,ratio,2016-09-28,,",
            "settings.csv:3:26: value 1.1 of composite_contact_weight is not a number from 0 to 1"),
        BadLine(
            .settings, "callback_sample_share,nan,ratio,2016-09-28,,",
            "settings.csv:3:23: value nan of callback_sample_share is not a number from 0 to 1"),
        BadLine(
            .settings, "maximum_dispatches,0,dispatch,2016-09-28,,",
            "settings.csv:3:20: value 0 of maximum_dispatches is not a whole number from 1 to 1000000"),
        BadLine(
            .settings, "automatic_reworks,1.5,rework,2016-09-28,,",
            "settings.csv:3:19: value 1.5 of automatic_reworks is not a whole number from 0 to 1000000"),
        BadLine(
            .settings, "longest_parking,1e30,calendar_day,2016-09-28,,",
            "settings.csv:3:17: value 1e30 of longest_parking is not a whole number from 1 to 10000"),
        BadLine(
            .settings, "sealed_month_appeal_limit,5,clock_hour,2016-09-28,,",
            "settings.csv:3:29: unit clock_hour of sealed_month_appeal_limit is not working_day or calendar_day"),
        BadLine(
            .settings, "reopen_window,30,,2016-09-28,,",
            "settings.csv:3:18: unit none of reopen_window is not calendar_day"),
        BadLine(
            .orderTriggers, "OT-AGAIN,order_unmet,order,限期办结,,,2016-12-01,,proposal",
            "order-triggers.csv:4:22: level order does not climb: after order_unmet comes level next"),
        BadLine(
            .settings, "reopen_windows,30,calendar_day,2016-09-28,,",
            "settings.csv:3:1: key reopen_windows is not one of \(Setting.allCases.map(\.rawValue).joined(separator: ", "))"),
    ])
    func `a bad line is named by file, line and column`(bad: BadLine) {
        #expect(givenLists.adding(bad.line, to: bad.list).faults == bad.faults)
    }

    @Test(arguments: [
        // Same category and kinds elsewhere, other kinds, another time, or a deeper category: no contradiction.
        BadLine(.responsibilities, "0101,,331121,331100-gov,,,,,,2020-01-01,"),
        BadLine(.responsibilities, "010101,suggestion,331121,331100-gov,,,,,,2020-01-01,"),
        BadLine(.responsibilities, "010101,complaint,331121,331100-gov,,,,,,2021-01-01,"),
        BadLine(.responsibilities, "0101,report,331100,331100-gov,,,,,,2020-01-01,"),
        BadLine(.responsibilities, "0101,,331100,331100-gov,,,,,,2019-01-01,2019-12-31"),
        // Several departments of one region may hold the territory.
        BadLine(.departments, "331100-zone,甲开发区,甲区,unit,territory,331100,331100-gov,assumed,"),
        BadLine(.officeHours, "2026-01-01,,12:00,14:00"),
        BadLine(.officeHours, "2015-01-01,2015-12-31,08:30,12:00"),
        BadLine(.settings, "classification_clear_score,9,points,2027-01-01,,"),
        BadLine(.keywords, "0101,高新企业,3"),
        BadLine(.keywords, "010101,\"高新,企业\",10"),
    ])
    func `what is rare but right passes`(good: BadLine) {
        #expect(givenLists.adding(good.line, to: good.list).faults == [])
    }

    @Test func `headers are held to the columns of the list`() {
        let cases = [
            ("date,status,nam\n", "calendar-exceptions.csv:1:1: column name is missing"),
            ("date,status,name,note\n", "calendar-exceptions.csv:1:18: column note is not known"),
            ("date,status,status\n", "calendar-exceptions.csv:1:13: column status stands twice in the header"),
            ("", "calendar-exceptions.csv:1:1: there is no header"),
        ]
        for (text, fault) in cases {
            #expect([ListName.calendarExceptions: text].faults == [fault])
        }
    }

    @Test func `columns may stand in any order`() throws {
        let files = [ListName.statutoryHolidays: "name,date\n元旦,2027-01-01\n"]
        #expect(files.faults == [])
        #expect(files.parsed.contents[.statutoryHolidays][0]["date"] == "2027-01-01")
    }

    @Test func `office hours must be valid without end`() {
        let files = [ListName.officeHours: "valid_from,valid_to,opens,closes\n2016-01-01,2030-12-31,08:30,12:00\n"]
        #expect(files.faults == ["office-hours.csv: no office hours are valid without end"])
    }

    @Test func `all faults of all files come at once, by file and line`() {
        let files = givenLists.adding("x,y,z", to: .keywords).adding("2026-13-01,off,甲", to: .calendarExceptions)
            .replacing("青田县,county", with: "青田县,shire", in: .regions)
        #expect(
            files.faults == [
                "calendar-exceptions.csv:3:1: date 2026-13-01 is not a day such as 2026-09-30",
                "keywords.csv:3:1: category x is not a code of two, four or six digits",
                "keywords.csv:3:5: weight z is not a whole number from 1 to 10",
                "regions.csv:3:12: level shire is not one of city, county, township",
            ])
    }

    @Test func `each order that a trigger raises, and each that follows it, has a limit for its answer`() {
        let holes = givenLists.replacing("SO-KEY,supervision,key supervision order", with: "SO-KEY,supervision,key", in: .timeLimits)
        let missing = "no limit for matter key supervision order of regime supervision at stage reply is in force on 2016-12-01"
        #expect(
            holes.faults == [
                "order-triggers.csv:2:20: \(missing), when its orders, or those that follow them, may be issued",
                "order-triggers.csv:3:22: \(missing), when its orders, or those that follow them, may be issued",
            ])
        let ending = givenLists.replacing(
            "SO-LISTED,supervision,listed supervision order,reply,order_issued,1,working_day,,,,,,overdue,profile,proposal,2016-09-28,",
            with: """
                SO-LISTED,supervision,listed supervision order,reply,order_issued,1,working_day,,,,,,overdue,profile,proposal,2016-09-28,2026-06-30
                SO-NEW,supervision,listed supervision order,reply,order_issued,1,working_day,,,,,,overdue,profile,proposal,2026-07-01,2026-12-31
                """, in: .timeLimits)
        #expect(ending.faults.count == 2 && ending.faults.allSatisfy { $0.contains("is in force on 2027-01-01") }, "\(ending.faults)")
        // Beside what the database holds.
        let alone = holes.only(.timeLimits).parsed.faults(beside: givenLists.parsed.contents).map(\.message)
        #expect(alone.first?.hasPrefix("\(missing), when order trigger OT-OVERDUE in the database") == true, "\(alone)")
    }

    @Test func `a directory without lists is refused, and so is none`() {
        #expect(throws: ListImportError.self) { try ListImport(directory: repository + "/migrations").read() }
        #expect(throws: ListImportError([.init(file: "/no/such", message: "no such directory, or it cannot be read")])) {
            try ListImport(directory: "/no/such").read()
        }
    }

    @Test func `the lists of Lishui are good`() throws {
        #expect(try ListImport(directory: repository + "/ops/lishui").read().names.count == 12)
    }
}
