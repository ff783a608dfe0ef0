"""The guide inside the product."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from periplus.core.languages import active_language
from periplus.web.guide import library
from periplus.web.shell.doors import page, public_page


@page("signed_in")
def index(request: HttpRequest) -> HttpResponse:
    return _show(request, "index")


@page("signed_in")
def read(request: HttpRequest, name: str) -> HttpResponse:
    return _show(request, name)


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement, which must be open to whoever cannot even sign in."""
    return _show(request, "accessibility")


@public_page
def picture(_request: HttpRequest, name: str) -> FileResponse:
    path = library.find_picture(name)
    if path is None:
        raise Http404
    response = FileResponse(path.open("rb"), content_type="image/png")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _show(request: HttpRequest, name: str) -> HttpResponse:
    document = library.find_page(name, active_language())
    if document is None:
        raise Http404
    context = {
        "document": document,
        "pages": library.list_pages(active_language()),
        "references": library.list_folder("reference"),
        "operators": library.list_folder("operators"),
    }
    return render(request, "guide/page.html", context)
