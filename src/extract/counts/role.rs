//! Whether a figure may be added up: role, whole and purpose of every count.
//!
//! A later step of the pipeline: the kind of the document decides what a bare
//! figure is, the period what has begun before it. Each step below decides
//! some counts and leaves the rest to the next; who is left is a total.

mod breakdown;
mod detail;
mod earlier;
mod mark;
mod opening;
mod outline;
mod page;
mod purpose;
mod site;
mod stage;
mod story;
mod sum;
mod table;
mod target;
mod verdict;

use crate::document::Document;
use crate::mention::Mention;
use crate::record::{Count, CountRole, Header, Period};
use crate::rules::RuleSet;
use crate::rules::roles::Figures;
use page::Page;
pub(crate) use verdict::Axis;
use verdict::Verdicts;

/// Gives every count (in the order of the text) its role, its whole and, where
/// it is money, its purpose. What it returns says which parts stand together.
pub(crate) fn assign(
    document: &Document,
    rules: &RuleSet,
    header: &Header,
    period: Option<&Period>,
    counts: &mut [Mention<Count>],
) -> Vec<Axis> {
    if counts.is_empty() {
        return Vec::new();
    }
    let page = Page::new(document, rules, header, period, counts);
    let mut verdicts = Verdicts::new(counts.len());
    opening::mark(&page, &mut verdicts);
    story::mark(&page, &mut verdicts);
    table::mark(&page, &mut verdicts);
    earlier::mark(&page, &mut verdicts);
    breakdown::mark(&page, &mut verdicts);
    table::divide(&page, &mut verdicts);
    sum::mark_set(&page, &mut verdicts);
    if matches!(page.figures, Figures::Plan | Figures::Proposal) {
        sum::mark(&page, &mut verdicts);
    }
    target::mark(&page, &mut verdicts);
    detail::mark(&page, &mut verdicts);
    stage::mark(&page, &mut verdicts);
    sum::mark_raised(&page, &mut verdicts);
    sum::mark_said(&page, &mut verdicts);
    sum::mark(&page, &mut verdicts);
    opening::mark_closing(&page, &mut verdicts);
    let purposes = purpose::purposes(&page);
    write(counts, &verdicts, &purposes);
    verdicts.axes
}

fn write(counts: &mut [Mention<Count>], verdicts: &Verdicts, purposes: &[Option<crate::record::Purpose>]) {
    for (i, count) in counts.iter_mut().enumerate() {
        count.value.role = verdicts.role(i).unwrap_or(CountRole::Total);
        count.value.part_of = verdicts.whole(i).map(|w| w as u32);
        count.value.purpose = purposes[i];
    }
}

#[cfg(test)]
mod tests {
    use crate::Pipeline;
    use crate::record::{Count, CountRole};
    use crate::rules::RuleSet;

    fn counts(text: &str) -> Vec<Count> {
        let pipeline = Pipeline::new(RuleSet::builtin().expect("built-in rules"));
        pipeline.record("text.txt", text.as_bytes()).counts.into_iter().map(|c| c.value).collect()
    }

    fn roles(text: &str) -> Vec<(CountRole, Option<u32>)> {
        counts(text).into_iter().map(|c| (c.role, c.part_of)).collect()
    }

    #[test]
    fn brackets_divide_what_stands_before_them() {
        let found = roles("Kiểm tra 21 tổ chức, cá nhân (14 tổ chức, 07 cá nhân).");
        assert_eq!(found, [(CountRole::Total, None), (CountRole::Part, Some(0)), (CountRole::Part, Some(0))]);
    }

    #[test]
    fn a_later_stage_is_a_part_and_a_first_stage_a_total() {
        assert_eq!(roles("Khởi tố 64 vụ trộm cắp."), [(CountRole::Total, None)]);
        let found = roles("Bắt giữ 109 vụ. Đã khởi tố 11 vụ, xử lý vi phạm hành chính 94 vụ.");
        assert_eq!(found, [(CountRole::Total, None), (CountRole::Part, Some(0)), (CountRole::Part, Some(0))]);
    }

    #[test]
    fn figures_that_add_up_are_parts_without_any_word() {
        let found = roles("Toàn tỉnh xảy ra 379 vụ. Trên biển xảy ra 109 vụ, trên đất liền xảy ra 270 vụ.");
        assert_eq!(found, [(CountRole::Total, None), (CountRole::Part, Some(0)), (CountRole::Part, Some(0))]);
    }

    #[test]
    fn rounded_amounts_are_parts_of_the_sum_that_the_text_makes_of_them() {
        let text = "Cơ sở A nợ thuế gần 3 tỷ đồng và bị phạt hơn 1 tỷ đồng.\n\nNhư vậy, tổng số tiền của cơ sở A là hơn 4 tỷ đồng.";
        assert_eq!(roles(text), [(CountRole::Part, Some(2)), (CountRole::Part, Some(2)), (CountRole::Total, None)]);
        let other = "Cơ sở A nợ thuế gần 3 tỷ đồng và bị phạt hơn 1 tỷ đồng.\n\nTổng số tiền hỗ trợ là hơn 9 tỷ đồng.";
        assert!(roles(other).iter().all(|r| r.0 == CountRole::Total));
    }

    #[test]
    fn figures_below_a_headline_that_add_up_to_it_are_parts() {
        let text = "Bắt 3 đối tượng\n\n1 đối tượng ở xã A và 2 đối tượng ở xã B vừa bị bắt.\n\n3 đối tượng bị bắt vì bán hàng giả.\n\nViệc điều tra còn tiếp.\n";
        let found = roles(text);
        assert_eq!(found[1..], [(CountRole::Part, Some(3)), (CountRole::Part, Some(3)), (CountRole::Total, None)]);
    }

    #[test]
    fn a_comparison_in_brackets_is_a_baseline_and_a_new_clause_is_not() {
        assert_eq!(roles("Xảy ra 30 vụ cháy, giảm 5 vụ so với cùng kỳ (35 vụ).")[1].0, CountRole::Baseline);
        assert_eq!(roles("So với cùng kỳ, tình hình phức tạp; đã bắt 52 vụ trộm cắp.")[0].0, CountRole::Total);
    }

    #[test]
    fn a_column_is_divided_by_its_sum_or_by_the_sentence_above() {
        let text = "BÁO CÁO\nKết quả\n\nHuyện\tSố vụ\nA\t12 vụ\nB\t09 vụ\nTổng cộng\t21 vụ\n";
        assert_eq!(roles(text), [(CountRole::Part, Some(2)), (CountRole::Part, Some(2)), (CountRole::Total, None)]);
        let text = "BÁO CÁO\nKết quả\n\nXử lý 140 vụ. Chia theo lĩnh vực:\n\nLĩnh vực\tSố vụ\nĐất đai\t61 vụ\nGiá\t45 vụ\n";
        assert_eq!(roles(text)[1..], [(CountRole::Part, Some(0)), (CountRole::Part, Some(0))]);
    }

    #[test]
    fn what_is_said_before_an_order_in_its_paragraph_is_no_task() {
        let text =
            "CHỈ THỊ\nVề an toàn giao thông\n\nQuý I đã xảy ra 30 vụ, làm 12 người chết. Chủ tịch yêu cầu:\n\n1. Mở 02 đợt cao điểm.\n";
        let found: Vec<CountRole> = roles(text).into_iter().map(|r| r.0).collect();
        assert_eq!(found, [CountRole::Total, CountRole::Total, CountRole::Target]);
    }

    #[test]
    fn a_lead_after_the_text_comes_first() {
        let text = "Bắt nhiều vụ buôn lậu\n\nTrên biển, các đơn vị bắt giữ 109 vụ.\n\nTrên bộ, các đơn vị bắt giữ 270 vụ.\n\n(BM) - Các đơn vị đã bắt giữ 379 vụ.\n";
        assert_eq!(roles(text), [(CountRole::Part, Some(2)), (CountRole::Part, Some(2)), (CountRole::Total, None)]);
    }
}
