-- Loads the tables of a generation into PostgreSQL, schema trichluc, all or nothing:
--   cd out/latest && psql -d archive -f …/load/postgres.sql
-- The quote and delimiter of COPY are characters that JSON never holds, so every backslash stays as it is.
\set ON_ERROR_STOP on
BEGIN;
SET client_encoding = 'UTF8';
DROP SCHEMA IF EXISTS trichluc CASCADE;
CREATE SCHEMA trichluc;
SET search_path = trichluc;
CREATE TEMP TABLE read_lines (line jsonb);

CREATE TABLE kinds (
  kind text NOT NULL,
  name text NOT NULL,
  name_en text,
  PRIMARY KEY (kind)
);
\copy read_lines FROM 'tables/kinds.jsonl' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')
INSERT INTO kinds SELECT r.* FROM read_lines, jsonb_populate_record(NULL::kinds, line) AS r;
TRUNCATE read_lines;

CREATE TABLE measures (
  measure text NOT NULL,
  name text,
  name_en text,
  unit text NOT NULL,
  PRIMARY KEY (measure)
);
\copy read_lines FROM 'tables/measures.jsonl' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')
INSERT INTO measures SELECT r.* FROM read_lines, jsonb_populate_record(NULL::measures, line) AS r;
TRUNCATE read_lines;

CREATE TABLE topic_names (
  topic text NOT NULL,
  name text NOT NULL,
  name_en text NOT NULL,
  PRIMARY KEY (topic)
);
\copy read_lines FROM 'tables/topic_names.jsonl' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')
INSERT INTO topic_names SELECT r.* FROM read_lines, jsonb_populate_record(NULL::topic_names, line) AS r;
TRUNCATE read_lines;

CREATE TABLE current_provinces (
  current_province text NOT NULL,
  name text NOT NULL,
  name_en text,
  gso text NOT NULL,
  iso text,
  city boolean NOT NULL,
  city_since date,
  valid_from date NOT NULL,
  seat text NOT NULL,
  formed_from text NOT NULL,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL,
  PRIMARY KEY (current_province)
);
\copy read_lines FROM 'tables/current_provinces.jsonl' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')
INSERT INTO current_provinces SELECT r.* FROM read_lines, jsonb_populate_record(NULL::current_provinces, line) AS r;
TRUNCATE read_lines;

CREATE TABLE provinces (
  province text NOT NULL,
  name text NOT NULL,
  name_en text,
  gso text NOT NULL,
  iso text NOT NULL,
  city boolean NOT NULL,
  valid_until date,
  name_until date,
  current_province text NOT NULL,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL,
  PRIMARY KEY (province),
  FOREIGN KEY (current_province) REFERENCES current_provinces (current_province)
);
\copy read_lines FROM 'tables/provinces.jsonl' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')
INSERT INTO provinces SELECT r.* FROM read_lines, jsonb_populate_record(NULL::provinces, line) AS r;
TRUNCATE read_lines;

CREATE TABLE periods (
  period text NOT NULL,
  period_grain text NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL,
  days bigint NOT NULL,
  year_number bigint,
  half_number bigint,
  quarter_number bigint,
  month_number bigint,
  name text NOT NULL,
  name_en text NOT NULL,
  PRIMARY KEY (period)
);
\copy read_lines FROM 'tables/periods.jsonl' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')
INSERT INTO periods SELECT r.* FROM read_lines, jsonb_populate_record(NULL::periods, line) AS r;
TRUNCATE read_lines;

CREATE TABLE documents (
  doc_id text NOT NULL,
  path text NOT NULL,
  status text NOT NULL,
  error_code text,
  format text NOT NULL,
  encoding text,
  ocr boolean NOT NULL,
  bytes bigint NOT NULL,
  hash text,
  kind text,
  code text,
  number text,
  symbol text,
  title text,
  issuer text,
  place text,
  date date,
  date_partial text,
  recipients text,
  signer_name text,
  signer_position text,
  signer_authority text,
  draft boolean NOT NULL,
  period text,
  period_first_day date,
  period_last_day date,
  period_grain text,
  period_text text,
  province text,
  province_gso text,
  current_province text,
  current_province_gso text,
  citation_rows bigint NOT NULL,
  count_rows bigint NOT NULL,
  finding_rows bigint NOT NULL,
  duplicate_of text,
  duplicate_reason text,
  in_totals boolean NOT NULL,
  PRIMARY KEY (doc_id),
  FOREIGN KEY (kind) REFERENCES kinds (kind),
  FOREIGN KEY (current_province) REFERENCES current_provinces (current_province),
  FOREIGN KEY (province) REFERENCES provinces (province),
  FOREIGN KEY (period) REFERENCES periods (period),
  FOREIGN KEY (duplicate_of) REFERENCES documents (doc_id)
);
\copy read_lines FROM 'tables/documents.jsonl' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')
INSERT INTO documents SELECT r.* FROM read_lines, jsonb_populate_record(NULL::documents, line) AS r;
TRUNCATE read_lines;

CREATE TABLE sources (
  path text NOT NULL,
  doc_id text,
  status text NOT NULL,
  code text,
  message text,
  format text,
  encoding text,
  bytes bigint,
  hash text,
  PRIMARY KEY (path),
  FOREIGN KEY (doc_id) REFERENCES documents (doc_id)
);
\copy read_lines FROM 'tables/sources.jsonl' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')
INSERT INTO sources SELECT r.* FROM read_lines, jsonb_populate_record(NULL::sources, line) AS r;
TRUNCATE read_lines;

CREATE TABLE citations (
  doc_id text NOT NULL,
  ordinal bigint NOT NULL,
  key text NOT NULL,
  kind text NOT NULL,
  code text,
  number text,
  symbol text,
  year bigint,
  date date,
  date_partial text,
  issuer text,
  title text,
  article text,
  clause text,
  point text,
  role text NOT NULL,
  text text NOT NULL,
  char_start bigint NOT NULL,
  char_end bigint NOT NULL,
  line bigint NOT NULL,
  section text NOT NULL,
  rule text NOT NULL,
  PRIMARY KEY (doc_id, ordinal),
  FOREIGN KEY (kind) REFERENCES kinds (kind),
  FOREIGN KEY (doc_id) REFERENCES documents (doc_id)
);
\copy read_lines FROM 'tables/citations.jsonl' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')
INSERT INTO citations SELECT r.* FROM read_lines, jsonb_populate_record(NULL::citations, line) AS r;
TRUNCATE read_lines;

CREATE TABLE counts (
  doc_id text NOT NULL,
  ordinal bigint NOT NULL,
  measure text NOT NULL,
  value bigint NOT NULL,
  value_max bigint,
  value_of bigint,
  unit text,
  modifier text NOT NULL,
  per text,
  role text NOT NULL,
  purpose text,
  part_of bigint,
  text text NOT NULL,
  char_start bigint NOT NULL,
  char_end bigint NOT NULL,
  line bigint NOT NULL,
  section text NOT NULL,
  rule text NOT NULL,
  period text,
  period_grain text,
  period_first_day date,
  period_last_day date,
  province text,
  current_province text,
  in_totals boolean NOT NULL,
  PRIMARY KEY (doc_id, ordinal),
  FOREIGN KEY (measure) REFERENCES measures (measure),
  FOREIGN KEY (current_province) REFERENCES current_provinces (current_province),
  FOREIGN KEY (province) REFERENCES provinces (province),
  FOREIGN KEY (period) REFERENCES periods (period),
  FOREIGN KEY (doc_id) REFERENCES documents (doc_id)
);
\copy read_lines FROM 'tables/counts.jsonl' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')
INSERT INTO counts SELECT r.* FROM read_lines, jsonb_populate_record(NULL::counts, line) AS r;
TRUNCATE read_lines;

CREATE TABLE topics (
  doc_id text NOT NULL,
  ordinal bigint NOT NULL,
  topic text NOT NULL,
  main boolean NOT NULL,
  hits bigint NOT NULL,
  score double precision NOT NULL,
  text text NOT NULL,
  char_start bigint NOT NULL,
  char_end bigint NOT NULL,
  line bigint NOT NULL,
  section text NOT NULL,
  rule text NOT NULL,
  PRIMARY KEY (doc_id, ordinal),
  FOREIGN KEY (topic) REFERENCES topic_names (topic),
  FOREIGN KEY (doc_id) REFERENCES documents (doc_id)
);
\copy read_lines FROM 'tables/topics.jsonl' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')
INSERT INTO topics SELECT r.* FROM read_lines, jsonb_populate_record(NULL::topics, line) AS r;
TRUNCATE read_lines;

CREATE TABLE places (
  doc_id text NOT NULL,
  ordinal bigint NOT NULL,
  place text NOT NULL,
  level text NOT NULL,
  name text NOT NULL,
  gso text,
  province text,
  province_gso text,
  current_province text,
  current_province_gso text,
  role text NOT NULL,
  hits bigint NOT NULL,
  line bigint,
  section text,
  PRIMARY KEY (doc_id, ordinal),
  FOREIGN KEY (current_province) REFERENCES current_provinces (current_province),
  FOREIGN KEY (province) REFERENCES provinces (province),
  FOREIGN KEY (doc_id) REFERENCES documents (doc_id)
);
\copy read_lines FROM 'tables/places.jsonl' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')
INSERT INTO places SELECT r.* FROM read_lines, jsonb_populate_record(NULL::places, line) AS r;
TRUNCATE read_lines;

CREATE TABLE findings (
  doc_id text NOT NULL,
  ordinal bigint NOT NULL,
  code text NOT NULL,
  severity text NOT NULL,
  message text NOT NULL,
  text text NOT NULL,
  char_start bigint NOT NULL,
  char_end bigint NOT NULL,
  line bigint NOT NULL,
  section text NOT NULL,
  rule text NOT NULL,
  PRIMARY KEY (doc_id, ordinal),
  FOREIGN KEY (doc_id) REFERENCES documents (doc_id)
);
\copy read_lines FROM 'tables/findings.jsonl' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')
INSERT INTO findings SELECT r.* FROM read_lines, jsonb_populate_record(NULL::findings, line) AS r;
TRUNCATE read_lines;

CREATE TABLE links (
  doc_id text NOT NULL,
  ordinal bigint NOT NULL,
  key text NOT NULL,
  target_doc_id text NOT NULL,
  basis text NOT NULL,
  PRIMARY KEY (doc_id, ordinal),
  FOREIGN KEY (doc_id) REFERENCES documents (doc_id),
  FOREIGN KEY (target_doc_id) REFERENCES documents (doc_id),
  FOREIGN KEY (doc_id, ordinal) REFERENCES citations (doc_id, ordinal)
);
\copy read_lines FROM 'tables/links.jsonl' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')
INSERT INTO links SELECT r.* FROM read_lines, jsonb_populate_record(NULL::links, line) AS r;
TRUNCATE read_lines;

CREATE TABLE cited (
  key text NOT NULL,
  kind text NOT NULL,
  code text,
  date date,
  other_date date,
  other_date_doc_id text,
  issuer text,
  title text,
  mentions bigint NOT NULL,
  documents bigint NOT NULL,
  first_date date,
  first_doc_id text,
  last_date date,
  last_doc_id text,
  in_archive boolean NOT NULL,
  target_doc_id text,
  PRIMARY KEY (key),
  FOREIGN KEY (kind) REFERENCES kinds (kind),
  FOREIGN KEY (other_date_doc_id) REFERENCES documents (doc_id),
  FOREIGN KEY (first_doc_id) REFERENCES documents (doc_id),
  FOREIGN KEY (last_doc_id) REFERENCES documents (doc_id),
  FOREIGN KEY (target_doc_id) REFERENCES documents (doc_id)
);
\copy read_lines FROM 'tables/cited.jsonl' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')
INSERT INTO cited SELECT r.* FROM read_lines, jsonb_populate_record(NULL::cited, line) AS r;
TRUNCATE read_lines;

\ir views.sql
COMMIT;
