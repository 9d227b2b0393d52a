"""Networks: built from layers, written as programs, and recognised in graphs."""
