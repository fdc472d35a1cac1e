-- Views that answer the usual questions; SQLite, DuckDB and PostgreSQL take them as they are.
-- `in_totals` of a count: its role is total, it is no rate, and its document is no draft and no copy.
-- Each view has one grain of period: the figures of a half hold those of its quarters.

CREATE VIEW articles_by_province_quarter AS
SELECT c.province, p.name AS province_name, c.current_province, c.period, c.period_first_day, c.period_last_day,
       SUM(c.value) AS articles, SUM(COALESCE(c.value_max, c.value)) AS articles_max,
       COUNT(*) AS mentions, COUNT(DISTINCT c.doc_id) AS documents
FROM counts AS c LEFT JOIN provinces AS p ON p.province = c.province
WHERE c.in_totals AND c.measure = 'articles' AND c.period_grain = 'quarter'
GROUP BY c.province, p.name, c.current_province, c.period, c.period_first_day, c.period_last_day;

CREATE VIEW fines_by_year AS
SELECT c.period, q.name AS period_name, c.period_first_day, c.period_last_day,
       SUM(c.value) AS fines_vnd, SUM(COALESCE(c.value_max, c.value)) AS fines_vnd_max,
       COUNT(*) AS mentions, COUNT(DISTINCT c.doc_id) AS documents
FROM counts AS c JOIN periods AS q ON q.period = c.period
WHERE c.in_totals AND c.measure = 'fines' AND c.period_grain = 'year'
GROUP BY c.period, q.name, c.period_first_day, c.period_last_day;

-- Any measure, any grain: choose one of each before adding up.
CREATE VIEW totals_by_province AS
SELECT c.measure, m.name AS measure_name, m.unit, c.period_grain, c.period, c.period_first_day, c.period_last_day,
       c.province, p.name AS province_name, c.current_province,
       SUM(c.value) AS total, SUM(COALESCE(c.value_max, c.value)) AS total_max,
       COUNT(*) AS mentions, COUNT(DISTINCT c.doc_id) AS documents
FROM counts AS c JOIN measures AS m ON m.measure = c.measure LEFT JOIN provinces AS p ON p.province = c.province
WHERE c.in_totals
GROUP BY c.measure, m.name, m.unit, c.period_grain, c.period, c.period_first_day, c.period_last_day, c.province, p.name, c.current_province;

-- Citations in copies are not counted.
CREATE VIEW most_cited AS
SELECT c.key, k.name AS kind_name, c.code, c.date, c.title, c.issuer, c.mentions, c.documents, c.in_archive, c.target_doc_id
FROM cited AS c LEFT JOIN kinds AS k ON k.kind = c.kind
ORDER BY c.mentions DESC, c.documents DESC, c.key;

-- Findings in copies are not counted; those in drafts, where a blank number or date is no slip, by themselves.
CREATE VIEW findings_by_office AS
SELECT d.issuer, d.province, f.code, f.severity,
       SUM(CASE WHEN d.draft THEN 0 ELSE 1 END) AS findings,
       COUNT(DISTINCT CASE WHEN d.draft THEN NULL ELSE f.doc_id END) AS documents,
       SUM(CASE WHEN d.draft THEN 1 ELSE 0 END) AS findings_in_drafts
FROM findings AS f JOIN documents AS d ON d.doc_id = f.doc_id
WHERE d.duplicate_of IS NULL
GROUP BY d.issuer, d.province, f.code, f.severity;
