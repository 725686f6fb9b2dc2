/// Title and body, folded when first needed: with category and region given neither is read.
final class RoutingTexts {
    private let question: RoutingQuestion
    private(set) lazy var title = FoldedText(question.title)
    private(set) lazy var body = FoldedText(question.body)

    init(_ question: RoutingQuestion) { self.question = question }
}
