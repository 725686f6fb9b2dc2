import Formats

/// A holiday notice for 2027 in the shape in which each year's is published. Its days are invented.
enum Given2027 {
    private static let holidays = [
        "元旦 -01-01 -01-02 -01-03", "春节 -02-05 -02-06 -02-07 -02-08 -02-09 -02-10 -02-11 +02-13 +02-14", "清明节 -04-03 -04-04 -04-05",
        "劳动节 +04-25 -05-01 -05-02 -05-03 -05-04 -05-05 +05-08", "端午节 -06-09 -06-10 -06-11 +06-12", "中秋节 -09-15",
        "国庆节 +09-26 -10-01 -10-02 -10-03 -10-04 -10-05 -10-06 -10-07 +10-09",
    ]

    static let days: [(date: String, status: String, name: String)] = holidays.flatMap { line in
        let words = line.split(separator: " ")
        return words.dropFirst().map { ("2027-\($0.dropFirst())", $0.first == "+" ? "work" : "off", String(words[0])) }
    }

    static func body(_ days: [(date: String, status: String, name: String)] = days) -> String {
        let items = days.map { #"{"date":"\#($0.date)","status":"\#($0.status)","name":"\#($0.name)"}"# }
        return #"{"days":[\#(items.joined(separator: ","))]}"#
    }

    static let file = "date,status,name\n" + days.map { "\($0.date),\($0.status),\($0.name)\n" }.joined()
}
