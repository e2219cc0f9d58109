-- The address, in its normal form, of the page that an article was fetched from: a page may say that its article is known
-- by another address, and some sites have all of their pages say the same (service/store/articles/article_existing.h).
-- Null: it was not fetched, or before this.

ALTER TABLE articles ADD COLUMN page_key text;
