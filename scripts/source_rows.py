"""source_rows.py - reads gazetteer sources, and tables of their form, for the scripts that write some of them."""


def rows_of(path):
    """The rows of a TSV file as dictionaries by the names in its first line; comments are left out, missing cells are empty."""
    with open(path, encoding="utf-8") as file:
        header = file.readline().rstrip("\n").split("\t")
        for line in file:
            cells = line.rstrip("\n").split("\t")
            if line.strip() and not line.startswith("#"):
                yield dict(zip(header, cells + [""] * (len(header) - len(cells))))
