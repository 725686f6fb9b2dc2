import Testing

@testable import ServiceDesk

@Suite struct ListDifferenceTests {
    private let stored = givenLists.parsed.contents

    @Test func `equal lists do not differ`() {
        let difference = ListDifference(from: stored, to: stored)
        #expect(difference.isEmpty)
        #expect(difference.description == "nothing changes")
    }

    @Test func `the order of kinds and rows means nothing`() {
        let files = givenLists.replacing("report;complaint", with: "complaint;report", in: .responsibilities)
            .replacing("2016-01-01,,08:30,12:00\n", with: "", in: .officeHours).adding("2016-01-01,,08:30,12:00", to: .officeHours)
        #expect(ListDifference(from: stored, to: files.parsed.contents).isEmpty)
    }

    @Test func `added, changed and removed rows are told apart`() {
        let files = givenLists.replacing("青田县公安局,县公安局", with: "青田公安局,县公安", in: .departments)
            .replacing(",331100-police,assumed", with: ",,assumed", in: .departments)
            .replacing("331121100,鹤城街道,township,街道,331121,,\n", with: "331121101,瓯南街道,township,街道,331121,,\n", in: .regions)
            .only(.regions, .departments)
        let difference = ListDifference(from: stored, to: files.parsed.contents)
        #expect(
            difference.description == """
                regions: 1 added, 0 changed, 1 removed
                  - 331121100 鹤城街道
                  + 331121101 瓯南街道
                departments: 0 added, 1 changed, 0 removed
                  ~ 331121-police name: 青田县公安局 → 青田公安局, short_name: 县公安局 → 县公安, parent: 331100-police → (none)
                """)
    }

    @Test func `lists without a file are left out`() {
        #expect(ListDifference(from: stored, to: ListContents()).isEmpty)
    }

    @Test func `an entry of the map is shown with its department`() {
        let difference = ListDifference(from: ListContents(), to: givenLists.only(.responsibilities).parsed.contents)
        #expect(
            difference.tables.flatMap(\.lines) == [
                "+ 0101 331100 2020-01-01 auth:police@county",
                "+ 010101 complaint;report 331121 2020-01-01 code:331100-gov",
            ])
    }

    @Test func `long differences are cut`() {
        let difference = ListDifference(from: ListContents(), to: givenLists.only(.categories).parsed.contents)
        #expect(
            difference.description(lines: 1) == """
                categories: 3 added, 0 changed, 0 removed
                  + 01 科教文体
                  … and 2 more
                """)
    }
}
