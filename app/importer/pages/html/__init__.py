"""Saved web pages: the text of a project page without the site around it.

Read with regular expressions that never go back over what they passed, so that no page takes long;
trees are not built, because an HTML parser's work grows with the square of the depth of its tags.
"""
