-- Loads the tables of a generation into DuckDB; then the views:
--   cd out/latest && duckdb archive.duckdb -f …/load/duckdb.sql -f …/load/views.sql
CREATE TABLE kinds AS FROM read_parquet('tables/kinds.parquet');
CREATE TABLE measures AS FROM read_parquet('tables/measures.parquet');
CREATE TABLE topic_names AS FROM read_parquet('tables/topic_names.parquet');
CREATE TABLE current_provinces AS FROM read_parquet('tables/current_provinces.parquet');
CREATE TABLE provinces AS FROM read_parquet('tables/provinces.parquet');
CREATE TABLE periods AS FROM read_parquet('tables/periods.parquet');
CREATE TABLE documents AS FROM read_parquet('tables/documents.parquet');
CREATE TABLE sources AS FROM read_parquet('tables/sources.parquet');
CREATE TABLE citations AS FROM read_parquet('tables/citations.parquet');
CREATE TABLE counts AS FROM read_parquet('tables/counts.parquet');
CREATE TABLE topics AS FROM read_parquet('tables/topics.parquet');
CREATE TABLE places AS FROM read_parquet('tables/places.parquet');
CREATE TABLE findings AS FROM read_parquet('tables/findings.parquet');
CREATE TABLE links AS FROM read_parquet('tables/links.parquet');
CREATE TABLE cited AS FROM read_parquet('tables/cited.parquet');
